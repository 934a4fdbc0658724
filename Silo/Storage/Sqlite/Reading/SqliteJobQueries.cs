using System.Text.Json;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads SQLite's ledger for clients.</summary>
internal sealed class SqliteJobQueries(SqliteDatabase database) : IJobQueries
{
    /// <summary>
    /// Selects the jobs that visit given stores. CROSS JOIN makes SQLite look up the visits of each store, not the store of each visit.
    /// </summary>
    private const string OfStores = "SELECT job_id FROM json_each($stores) CROSS JOIN visits ON store_id = value WHERE job_id < $before";

    public Task<IReadOnlyList<JobListItem>> ReadJobsAsync(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        long before,
        int limit,
        CancellationToken cancellationToken
    ) => database.ReadAsync<IReadOnlyList<JobListItem>>(session => ReadJobs(session, filter, area, before, limit), cancellationToken);

    public Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteFailures.Count(session, jobId), cancellationToken);

    public Task<TenantUse> ReadUseAsync(string tenant, IReadOnlyCollection<long> jobs, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadUse(session, tenant, jobs), cancellationToken);

    public Task<RepeatedImagePage> FindRepeatsAsync(long jobId, ImagePlace after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteRepeats.Find(session, jobId, after, limit), cancellationToken);

    public Task<ILedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken) =>
        SqliteSnapshot.OpenAsync(database, cancellationToken);

    private static TenantUse ReadUse(SqliteSession session, string tenant, IReadOnlyCollection<long> jobs)
    {
        var recorded = session.Query(
            "SELECT job_id FROM jobs WHERE job_id IN (SELECT value FROM json_each($jobs)) AND status <> 'removed'",
            row => row.GetInt64(0),
            ("$jobs", JsonSerializer.Serialize(jobs))
        );
        return session
            .Query(
                "SELECT count(*), ifnull(sum(images), 0) FROM jobs WHERE tenant = $tenant AND ended_at IS NULL",
                row => new TenantUse(row.GetInt64(0), row.GetInt64(1), recorded),
                ("$tenant", tenant)
            )
            .Single();
    }

    private static List<JobListItem> ReadJobs(
        SqliteSession session,
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        long before,
        int limit
    )
    {
        var (text, values) = ("job_id < $before AND status <> 'removed'", new List<(string, object?)> { ("$before", before) });
        if (filter.Status is { } status)
            Add("status = $status", "$status", status.Code());
        if (filter.Store is { } store)
            Add("job_id IN (SELECT job_id FROM visits WHERE store_id = $store AND job_id < $before)", "$store", store);
        if (area is not null)
            Add($"job_id IN ({OfStores})", "$stores", JsonSerializer.Serialize(area));
        if (filter.SubmittedFrom is { } from)
            Add("submitted_at >= $from", "$from", SqliteTime.Format(from));
        if (filter.SubmittedBefore is { } end)
            Add("submitted_at < $end", "$end", SqliteTime.Format(end));
        if (filter.Tenant is { } tenant)
            Add("tenant = $tenant", "$tenant", tenant);
        return session.Query(
            $"SELECT job_id, status, submitted_at, ended_at, visits, images FROM jobs WHERE {text} ORDER BY job_id DESC LIMIT $limit",
            row => new JobListItem(
                row.GetInt64(0),
                StoredCodes.ParseJobStatus(row.GetString(1)),
                SqliteTime.Parse(row.GetString(2)),
                row.IsDBNull(3) ? null : SqliteTime.Parse(row.GetString(3)),
                row.GetInt32(4),
                row.GetInt64(5)
            ),
            [.. values, ("$limit", limit)]
        );

        void Add(string condition, string name, object value)
        {
            text = $"{text} AND {condition}";
            values.Add((name, value));
        }
    }
}
