using Npgsql;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Lists jobs with the counts of their results.</summary>
internal static class PostgreSqlJobList
{
    public static async Task<IReadOnlyList<JobListItem>> ReadAsync(
        PostgreSqlDatabase database,
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (text, values) = Compose(filter, area, range, limit);
        var jobs = await database.QueryAsync(text, ReadItem, cancellationToken, [.. values]).ConfigureAwait(false);
        if (range.Back)
            jobs.Reverse();
        return jobs;
    }

    /// <summary>Counts the failed images of jobs.</summary>
    public static async Task<IReadOnlyDictionary<long, long>> CountFailedAsync(
        PostgreSqlDatabase database,
        IReadOnlyCollection<long> jobs,
        ImageReason? reason,
        string? host,
        CancellationToken cancellationToken
    ) =>
        (
            await database
                .QueryAsync(
                    """
                    SELECT job_id, sum(images)::bigint FROM job_failures
                    WHERE job_id = ANY($1) AND ($2 = '' OR reason = $2) AND ($3 = '' OR host = $3 OR (host >= $3 || ':' AND host < $3 || ';'))
                    GROUP BY job_id
                    """,
                    row => KeyValuePair.Create(row.GetInt64(0), row.GetInt64(1)),
                    cancellationToken,
                    jobs.ToArray(),
                    reason?.Code() ?? "",
                    host ?? ""
                )
                .ConfigureAwait(false)
        ).ToDictionary();

    /// <summary>Returns the query for a list, and its values.</summary>
    internal static (string Text, List<object> Values) Compose(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit
    )
    {
        var (text, values) = ("status <> 'removed'", new List<object>());
        var (key, order) = range.Order == JobOrder.Ended ? ("ended_at, job_id", "ended_at {0}, job_id {0}") : ("job_id", "job_id {0}");
        var (sign, direction) = range.Back ? ('>', "ASC") : ('<', "DESC");

        // Selections of jobs need to go no further than the list.
        var bound = "";
        if (range is { Order: JobOrder.Ended })
            Add("ended_at IS NOT NULL");
        if (range.Place is { } place)
        {
            var job = Value(place.JobId);
            if (range.Order == JobOrder.Ended)
                Add($"({key}) {sign} ({Value((place.EndedAt ?? DateTimeOffset.MaxValue).UtcDateTime)}, {job})");
            else
                Add((bound = $" AND job_id {sign} {job}")[" AND ".Length..]);
        }

        if (range.UnchangedSince is { } moment)
            Add(
                $"NOT EXISTS (SELECT 1 FROM job_events AS e WHERE e.job_id = jobs.job_id AND NOT pg_visible_in_snapshot(e.commit_no, {Value(moment)}::text::pg_snapshot))"
            );
        if (filter.Status is { } status)
            Add($"status = {Value(status.Code())}");
        if (filter.Store is { } store)
            Add($"job_id IN (SELECT job_id FROM visits WHERE store_id = {Value(store)}{bound})");
        if (area is not null)
            Add($"job_id IN (SELECT job_id FROM visits WHERE store_id = ANY({Value(area.ToArray())}){bound})");
        if (filter.SubmittedFrom is { } from)
            Add($"submitted_at >= {Value(from.UtcDateTime)}");
        if (filter.SubmittedBefore is { } end)
            Add($"submitted_at < {Value(end.UtcDateTime)}");
        if (filter.EndedFrom is { } endedFrom)
            Add($"ended_at >= {Value(endedFrom.UtcDateTime)}");
        if (filter.EndedBefore is { } endedBefore)
            Add($"ended_at < {Value(endedBefore.UtcDateTime)}");
        var reason = filter.Reason is { } wanted ? Value(wanted.Code()!) : null;
        if (filter.Host is { } host)
            Add($"job_id IN ({OfHost(Value(host))}{(reason is null ? "" : $" AND reason = {reason}")}{bound})");
        else if (reason is not null)
            Add($"job_id IN (SELECT job_id FROM job_counts WHERE reason = {reason} AND reason <> '' AND images > 0{bound})");
        if (filter.MinFailed is { } failed)
            Add(
                $"(SELECT coalesce(sum(c.images), 0) FROM job_counts AS c WHERE c.job_id = jobs.job_id AND c.reason > '') >= {Value(failed)}"
            );
        if (filter.Text is { } id)
            // An array is read first. Otherwise, the planner might read the list until enough labels match.
            Add(
                $"job_id = ANY(ARRAY({OfId(id)}SELECT job_id FROM jobs WHERE label ~>=~ {Value(id)} AND label ~<~ {Value(ListedJob.EndOf(id))}{bound}))"
            );
        if (filter.Ids is { } selected)
            Add($"job_id = ANY({Value(selected.Ids.ToArray())})");
        if (filter.Tenant is { } tenant)
            Add($"tenant = {Value(tenant)}");
        if (filter.Label is { } label)
            Add($"label = {Value(label)}");
        foreach (var pair in filter.Metadata?.Pairs ?? [])
            Add($"job_id IN (SELECT job_id FROM job_metadata WHERE key = {Value(pair.Key)} AND value = {Value(pair.Value)}{bound})");
        return (
            $"""
            SELECT job_id, status, submitted_at, ended_at, visits, images,
              (SELECT json_object_agg(counted.reason, counted.images)::text FROM (
                SELECT c.reason, sum(c.images) AS images FROM job_counts AS c WHERE c.job_id = jobs.job_id GROUP BY c.reason) AS counted),
              label, {PostgreSqlMetadata.OfJob}, submitted_by
            FROM jobs WHERE {text} ORDER BY {string.Format(null, order, direction)} LIMIT {Value(limit)}
            """,
            values
        );

        void Add(string condition) => text = $"{text} AND {condition}";

        string OfId(string id) => ListedJob.IdOf(id) is { } number ? $"SELECT {Value(number)}::bigint UNION ALL " : "";

        string Value(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }

    /// <summary>Selects the jobs with failures at a host. A host without a port matches all of its ports.</summary>
    private static string OfHost(string host) =>
        $"SELECT job_id FROM job_failures WHERE (host = {host} OR (host >= {host} || ':' AND host < {host} || ';')) AND images > 0";

    private static JobListItem ReadItem(NpgsqlDataReader row) =>
        ListedJob.From(
            row.GetInt64(0),
            StoredCodes.ParseJobStatus(row.GetString(1)),
            row.GetFieldValue<DateTimeOffset>(2),
            row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
            row.GetInt32(4),
            row.GetInt64(5),
            row.IsDBNull(6) ? null : row.GetString(6),
            row.IsDBNull(7) ? null : row.GetString(7),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9)
        );
}
