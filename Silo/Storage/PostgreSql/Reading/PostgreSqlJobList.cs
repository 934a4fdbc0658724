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
                    WHERE job_id = ANY($1) AND ($2 = '' OR reason = $2) AND ($3 = '' OR host = rtrim($3, ':') OR (host >= $3 || ':' AND host < $3 || ';'))
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
        var where = new PostgreSqlConditions("status <> 'removed'");
        var bound = AddRange(where, range);
        AddVisitsAndTimes(where, filter, area, bound);
        AddFailures(where, filter, bound);
        AddNames(where, filter, bound);
        return (
            $"""
            SELECT job_id, status, submitted_at, ended_at, visits, images,
              (SELECT json_object_agg(counted.reason, counted.images)::text FROM (
                SELECT c.reason, sum(c.images) AS images FROM job_counts AS c WHERE c.job_id = jobs.job_id GROUP BY c.reason) AS counted),
              label, {PostgreSqlMetadata.OfJob}, submitted_by
            FROM jobs WHERE {where.Text} ORDER BY {Order(range)} LIMIT {where.Parameter(limit)}
            """,
            where.Values
        );
    }

    /// <summary>Adds where the list begins. Returns the same as a condition for selections of jobs, which need to go no further.</summary>
    private static string AddRange(PostgreSqlConditions where, JobListRange range)
    {
        var sign = range.Back ? '>' : '<';
        var bound = "";
        if (range.Order == JobOrder.Ended)
            where.Add("ended_at IS NOT NULL");
        if (range.Place is { } place)
        {
            var job = where.Parameter(place.JobId);
            if (range.Order == JobOrder.Ended)
            {
                var ended = where.Parameter((place.EndedAt ?? DateTimeOffset.MaxValue).UtcDateTime);
                where.Add($"(ended_at, job_id) {sign} ({ended}, {job})");
            }
            else
            {
                where.Add($"job_id {sign} {job}");
                bound = $" AND job_id {sign} {job}";
            }
        }

        where.AddIfSet(
            range.UnchangedSince,
            moment =>
                $"NOT EXISTS (SELECT 1 FROM job_events AS e WHERE e.job_id = jobs.job_id AND NOT pg_visible_in_snapshot(e.commit_no, {moment}::text::pg_snapshot))"
        );
        return bound;
    }

    private static void AddVisitsAndTimes(PostgreSqlConditions where, JobFilter filter, IReadOnlyCollection<string>? area, string bound)
    {
        where.AddIfSet(filter.Status?.Code(), status => $"status = {status}");
        where.AddIfSet(filter.Store, store => $"job_id IN (SELECT job_id FROM visits WHERE store_id = {store}{bound})");
        where.AddIfSet(area?.ToArray(), stores => $"job_id IN (SELECT job_id FROM visits WHERE store_id = ANY({stores}){bound})");
        where.AddIfSet(filter.SubmittedFrom?.UtcDateTime, from => $"submitted_at >= {from}");
        where.AddIfSet(filter.SubmittedBefore?.UtcDateTime, end => $"submitted_at < {end}");
        where.AddIfSet(filter.EndedFrom?.UtcDateTime, from => $"ended_at >= {from}");
        where.AddIfSet(filter.EndedBefore?.UtcDateTime, end => $"ended_at < {end}");
    }

    /// <summary>Adds the filters of failures. A reason and a host together select failures for this reason at this host.</summary>
    private static void AddFailures(PostgreSqlConditions where, JobFilter filter, string bound)
    {
        var reason = filter.Reason is { } wanted ? where.Parameter(wanted.Code()!) : null;
        if (filter.Host is { } host)
            where.Add($"job_id IN ({OfHost(where.Parameter(host))}{(reason is null ? "" : $" AND reason = {reason}")}{bound})");
        else if (reason is not null)
            where.Add($"job_id IN (SELECT job_id FROM job_counts WHERE reason = {reason} AND reason <> '' AND images > 0{bound})");
        where.AddIfSet(
            filter.MinFailed,
            failed => $"(SELECT coalesce(sum(c.images), 0) FROM job_counts AS c WHERE c.job_id = jobs.job_id AND c.reason > '') >= {failed}"
        );
    }

    /// <summary>Adds the filters by id, tenant, label, and metadata.</summary>
    private static void AddNames(PostgreSqlConditions where, JobFilter filter, string bound)
    {
        if (filter.Text is { } text)
        {
            var id = ListedJob.IdOf(text) is { } number ? $"SELECT {where.Parameter(number)}::bigint UNION ALL " : "";
            var (start, end) = (where.Parameter(text), where.Parameter(ListedJob.EndOf(text)));

            // An array is read first. Otherwise, the planner might read the list until enough labels match.
            where.Add($"job_id = ANY(ARRAY({id}SELECT job_id FROM jobs WHERE label ~>=~ {start} AND label ~<~ {end}{bound}))");
        }

        where.AddIfSet(filter.Ids?.Ids.ToArray(), ids => $"job_id = ANY({ids})");
        where.AddIfSet(filter.Tenant, tenant => $"tenant = {tenant}");
        where.AddIfSet(filter.Label, label => $"label = {label}");
        foreach (var pair in filter.Metadata?.Pairs ?? [])
        {
            var (key, value) = (where.Parameter(pair.Key), where.Parameter(pair.Value));
            where.Add($"job_id IN (SELECT job_id FROM job_metadata WHERE key = {key} AND value = {value}{bound})");
        }
    }

    private static string Order(JobListRange range)
    {
        var direction = range.Back ? "ASC" : "DESC";
        return range.Order == JobOrder.Ended ? $"ended_at {direction}, job_id {direction}" : $"job_id {direction}";
    }

    /// <summary>
    /// Selects the jobs with failures at a host. A host without a port matches all of its ports, and with a colon only, that of the scheme.
    /// </summary>
    private static string OfHost(string host) =>
        $"SELECT job_id FROM job_failures WHERE (host = rtrim({host}, ':') OR (host >= {host} || ':' AND host < {host} || ';')) AND images > 0";

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
