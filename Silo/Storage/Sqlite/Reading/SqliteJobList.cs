using System.Globalization;
using System.Text.Json;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Ledger;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Lists jobs with the counts of their results.</summary>
internal static class SqliteJobList
{
    /// <summary>
    /// Selects the jobs that visit given stores. CROSS JOIN makes SQLite look up the visits of each store, not the store of each visit.
    /// </summary>
    private const string OfStores = "SELECT job_id FROM json_each($stores) CROSS JOIN visits ON store_id = value WHERE true";

    /// <summary>Selects the jobs with failures at a host. A host without a port matches all of its ports.</summary>
    private const string OfHost =
        "SELECT job_id FROM job_failures WHERE (host = $host OR (host >= $host || ':' AND host < $host || ';')) AND images > 0";

    public static List<JobListItem> Read(
        SqliteSession session,
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit
    )
    {
        var (text, values) = Compose(filter, area, range, limit);
        var jobs = session.Query(text, ReadItem, [.. values]);
        if (range.Back)
            jobs.Reverse();
        return jobs;
    }

    /// <summary>Counts the failed images of jobs.</summary>
    public static List<KeyValuePair<long, long>> CountFailed(
        SqliteSession session,
        IReadOnlyCollection<long> jobs,
        ImageReason? reason,
        string? host
    ) =>
        session.Query(
            """
            SELECT job_id, sum(images) FROM job_failures
            WHERE job_id IN (SELECT value FROM json_each($jobs)) AND ($reason IS NULL OR reason = $reason)
              AND ($host IS NULL OR host = $host OR (host >= $host || ':' AND host < $host || ';'))
            GROUP BY job_id
            """,
            row => KeyValuePair.Create(row.GetInt64(0), row.GetInt64(1)),
            ("$jobs", JsonSerializer.Serialize(jobs)),
            ("$reason", reason?.Code()),
            ("$host", host)
        );

    /// <summary>Returns the query for a list, and its values.</summary>
    internal static (string Text, List<(string Name, object? Value)> Values) Compose(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit
    )
    {
        var (text, values) = ("status <> 'removed'", new List<(string, object?)>());
        var (key, order) = range.Order == JobOrder.Ended ? ("ended_at, job_id", "ended_at {0}, job_id {0}") : ("job_id", "job_id {0}");
        var (sign, direction) = range.Back ? ('>', "ASC") : ('<', "DESC");

        // Selections of jobs need to go no further than the list.
        var bound = "";
        if (range is { Order: JobOrder.Ended })
            Add("ended_at IS NOT NULL");
        if (range.Place is { } place)
        {
            values.Add(("$job", place.JobId));
            if (range.Order == JobOrder.Ended)
                Add($"({key}) {sign} ($ended, $job)", ("$ended", SqliteTime.Format(place.EndedAt ?? DateTimeOffset.MaxValue)));
            else
                Add((bound = $" AND job_id {sign} $job")[" AND ".Length..]);
        }

        if (range.UnchangedSince is { } moment)
            Add(
                "NOT EXISTS (SELECT 1 FROM job_events AS e WHERE e.job_id = jobs.job_id AND e.commit_no > $moment)",
                ("$moment", long.Parse(moment, CultureInfo.InvariantCulture))
            );
        if (filter.Status is { } status)
            Add("status = $status", ("$status", status.Code()));
        if (filter.Store is { } store)
            Add($"job_id IN (SELECT job_id FROM visits WHERE store_id = $store{bound})", ("$store", store));
        if (area is not null)
            Add($"job_id IN ({OfStores}{bound})", ("$stores", JsonSerializer.Serialize(area)));
        if (filter.SubmittedFrom is { } from)
            Add("submitted_at >= $from", ("$from", SqliteTime.Format(from)));
        if (filter.SubmittedBefore is { } end)
            Add("submitted_at < $end", ("$end", SqliteTime.Format(end)));
        if (filter.EndedFrom is { } endedFrom)
            Add("ended_at >= $ended_from", ("$ended_from", SqliteTime.Format(endedFrom)));
        if (filter.EndedBefore is { } endedBefore)
            Add("ended_at < $ended_before", ("$ended_before", SqliteTime.Format(endedBefore)));
        if (filter.Reason is { } reason)
            values.Add(("$reason", reason.Code()));
        if (filter.Host is { } host)
            Add($"job_id IN ({OfHost}{(filter.Reason is null ? "" : " AND reason = $reason")}{bound})", ("$host", host));
        else if (filter.Reason is not null)
            Add($"job_id IN (SELECT job_id FROM job_counts WHERE reason = $reason AND reason <> '' AND images > 0{bound})");
        if (filter.MinFailed is { } failed)
            Add(
                "(SELECT ifnull(sum(c.images), 0) FROM job_counts AS c WHERE c.job_id = jobs.job_id AND c.reason > '') >= $failed",
                ("$failed", failed)
            );
        if (filter.Text is { } id)
            Add(
                $"job_id IN (SELECT $id UNION ALL SELECT job_id FROM jobs INDEXED BY ix_jobs_label WHERE label >= $text AND label < $text_end{bound})",
                ("$id", ListedJob.IdOf(id)),
                ("$text", id),
                ("$text_end", ListedJob.EndOf(id))
            );
        if (filter.Ids is { } selected)
            Add("job_id IN (SELECT value FROM json_each($ids))", ("$ids", JsonSerializer.Serialize(selected.Ids)));
        if (filter.Tenant is { } tenant)
            Add("tenant = $tenant", ("$tenant", tenant));
        if (filter.Label is { } label)
            Add("label = $label", ("$label", label));
        foreach (var (number, pair) in (filter.Metadata?.Pairs ?? []).Index())
            Add(
                $"job_id IN (SELECT job_id FROM job_metadata WHERE key = $key{number} AND value = $value{number}{bound})",
                ($"$key{number}", pair.Key),
                ($"$value{number}", pair.Value)
            );
        values.Add(("$limit", limit));
        return (
            $"""
            SELECT job_id, status, submitted_at, ended_at, visits, images,
              (SELECT json_group_object(reason, counted) FROM (
                SELECT c.reason, sum(c.images) AS counted FROM job_counts AS c WHERE c.job_id = jobs.job_id GROUP BY c.reason)),
              label, {SqliteMetadata.OfJob}, submitted_by
            FROM jobs {Index(filter)} WHERE {text} ORDER BY {string.Format(null, order, direction)} LIMIT $limit
            """,
            values
        );

        void Add(string condition, params ReadOnlySpan<(string Name, object? Value)> itsValues)
        {
            text = $"{text} AND {condition}";
            values.AddRange(itsValues);
        }
    }

    /// <summary>
    /// Names the index of the filter that matches the fewest jobs. Without statistics, SQLite might read all jobs of the tenant instead.
    /// </summary>
    private static string Index(JobFilter filter) =>
        filter switch
        {
            { Label: not null } => "INDEXED BY ix_jobs_label",
            { Metadata: not null } or { Text: not null } or { Ids: not null } => "NOT INDEXED",
            _ => "",
        };

    private static JobListItem ReadItem(Microsoft.Data.Sqlite.SqliteDataReader row) =>
        ListedJob.From(
            row.GetInt64(0),
            StoredCodes.ParseJobStatus(row.GetString(1)),
            SqliteTime.Parse(row.GetString(2)),
            row.IsDBNull(3) ? null : SqliteTime.Parse(row.GetString(3)),
            row.GetInt32(4),
            row.GetInt64(5),
            row.IsDBNull(6) ? null : row.GetString(6),
            row.IsDBNull(7) ? null : row.GetString(7),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9)
        );
}
