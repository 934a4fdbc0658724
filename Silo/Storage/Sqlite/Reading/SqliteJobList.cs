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

    /// <summary>
    /// Selects the jobs with failures at a host. A host without a port matches all of its ports, and with a colon only, that of the scheme.
    /// </summary>
    private const string OfHost =
        "SELECT job_id FROM job_failures WHERE (host = rtrim($host, ':') OR (host >= $host || ':' AND host < $host || ';')) AND images > 0";

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
              AND ($host IS NULL OR host = rtrim($host, ':') OR (host >= $host || ':' AND host < $host || ';'))
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
        var where = new SqliteConditions("status <> 'removed'");
        var bound = AddRange(where, range);
        AddVisitsAndTimes(where, filter, area, bound);
        AddFailures(where, filter, bound);
        AddNames(where, filter, bound);
        where.Values.Add(("$limit", limit));
        return (
            $"""
            SELECT job_id, status, submitted_at, ended_at, visits, images,
              (SELECT json_group_object(reason, counted) FROM (
                SELECT c.reason, sum(c.images) AS counted FROM job_counts AS c WHERE c.job_id = jobs.job_id GROUP BY c.reason)),
              label, {SqliteMetadata.OfJob}, submitted_by
            FROM jobs {Index(filter)} WHERE {where.Text} ORDER BY {Order(range)} LIMIT $limit
            """,
            where.Values
        );
    }

    /// <summary>Adds where the list begins. Returns the same as a condition for selections of jobs, which need to go no further.</summary>
    private static string AddRange(SqliteConditions where, JobListRange range)
    {
        var sign = range.Back ? '>' : '<';
        var bound = "";
        if (range.Order == JobOrder.Ended)
            where.Add("ended_at IS NOT NULL");
        if (range is { Order: JobOrder.Ended, Place: { } ended })
        {
            var time = SqliteTime.Format(ended.EndedAt ?? DateTimeOffset.MaxValue);
            where.Add($"(ended_at, job_id) {sign} ($ended, $job)", ("$ended", time), ("$job", ended.JobId));
        }
        else if (range.Place is { } place)
        {
            where.Add($"job_id {sign} $job", ("$job", place.JobId));
            bound = $" AND job_id {sign} $job";
        }

        if (range.UnchangedSince is { } moment)
            where.Add(
                "NOT EXISTS (SELECT 1 FROM job_events AS e WHERE e.job_id = jobs.job_id AND e.commit_no > $moment)",
                ("$moment", long.Parse(moment, CultureInfo.InvariantCulture))
            );
        return bound;
    }

    private static void AddVisitsAndTimes(SqliteConditions where, JobFilter filter, IReadOnlyCollection<string>? area, string bound)
    {
        where.AddIfSet("status = $status", "$status", filter.Status?.Code());
        where.AddIfSet($"job_id IN (SELECT job_id FROM visits WHERE store_id = $store{bound})", "$store", filter.Store);
        where.AddIfSet($"job_id IN ({OfStores}{bound})", "$stores", area is null ? null : JsonSerializer.Serialize(area));
        where.AddIfSet("submitted_at >= $from", "$from", Format(filter.SubmittedFrom));
        where.AddIfSet("submitted_at < $end", "$end", Format(filter.SubmittedBefore));
        where.AddIfSet("ended_at >= $ended_from", "$ended_from", Format(filter.EndedFrom));
        where.AddIfSet("ended_at < $ended_before", "$ended_before", Format(filter.EndedBefore));
    }

    /// <summary>Adds the filters of failures. A reason and a host together select failures for this reason at this host.</summary>
    private static void AddFailures(SqliteConditions where, JobFilter filter, string bound)
    {
        if (filter.Reason is { } reason)
            where.Values.Add(("$reason", reason.Code()));
        if (filter.Host is { } host)
            where.Add($"job_id IN ({OfHost}{(filter.Reason is null ? "" : " AND reason = $reason")}{bound})", ("$host", host));
        else if (filter.Reason is not null)
            where.Add($"job_id IN (SELECT job_id FROM job_counts WHERE reason = $reason AND reason <> '' AND images > 0{bound})");
        where.AddIfSet(
            "(SELECT ifnull(sum(c.images), 0) FROM job_counts AS c WHERE c.job_id = jobs.job_id AND c.reason > '') >= $failed",
            "$failed",
            filter.MinFailed
        );
    }

    /// <summary>Adds the filters by id, tenant, label, and metadata.</summary>
    private static void AddNames(SqliteConditions where, JobFilter filter, string bound)
    {
        if (filter.Text is { } text)
            where.Add(
                $"job_id IN (SELECT $id UNION ALL SELECT job_id FROM jobs INDEXED BY ix_jobs_label WHERE label >= $text AND label < $text_end{bound})",
                ("$id", ListedJob.IdOf(text)),
                ("$text", text),
                ("$text_end", ListedJob.EndOf(text))
            );
        if (filter.Ids is { } selected)
            where.Add("job_id IN (SELECT value FROM json_each($ids))", ("$ids", JsonSerializer.Serialize(selected.Ids)));
        where.AddIfSet("tenant = $tenant", "$tenant", filter.Tenant);
        where.AddIfSet("label = $label", "$label", filter.Label);
        foreach (var (number, pair) in (filter.Metadata?.Pairs ?? []).Index())
            where.Add(
                $"job_id IN (SELECT job_id FROM job_metadata WHERE key = $key{number} AND value = $value{number}{bound})",
                ($"$key{number}", pair.Key),
                ($"$value{number}", pair.Value)
            );
    }

    private static string Order(JobListRange range)
    {
        var direction = range.Back ? "ASC" : "DESC";
        return range.Order == JobOrder.Ended ? $"ended_at {direction}, job_id {direction}" : $"job_id {direction}";
    }

    private static string? Format(DateTimeOffset? time) => time is { } known ? SqliteTime.Format(known) : null;

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
