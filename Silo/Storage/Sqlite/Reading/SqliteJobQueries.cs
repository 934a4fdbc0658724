using System.Globalization;
using System.Text.Json;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads SQLite's ledger for clients.</summary>
internal sealed class SqliteJobQueries(SqliteDatabase database) : IJobQueries
{
    /// <summary>Query for jobs without an end, which have an index of their own.</summary>
    internal const string OngoingQuery = """
        SELECT job_id, tenant FROM jobs INDEXED BY ix_jobs_ongoing
        WHERE ended_at IS NULL AND job_id > $after AND ($tenants IS NULL OR tenant IN (SELECT value FROM json_each($tenants)))
        ORDER BY job_id LIMIT $limit
        """;

    public Task<IReadOnlyList<JobListItem>> ReadJobsAsync(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<JobListItem>>(
            session => SqliteJobList.Read(session, filter, area, range, limit),
            cancellationToken
        );

    public Task<string> ReadMomentAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Query("SELECT last FROM commits", row => row.GetInt64(0)).Single().ToString(CultureInfo.InvariantCulture),
            cancellationToken
        );

    public Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteFailures.Count(session, jobId), cancellationToken);

    public Task<IReadOnlyList<PastRetry>> ReadRetriesAsync(long jobId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<PastRetry>>(
            session =>
                session.Query(
                    """
                    SELECT run, requested_at, requested_by, images, visit_no, image_no FROM job_retries
                    WHERE job_id = $job ORDER BY run DESC LIMIT $limit
                    """,
                    row => new PastRetry(
                        row.GetInt32(0),
                        SqliteTime.Parse(row.GetString(1)),
                        row.IsDBNull(2) ? null : row.GetString(2),
                        row.GetInt64(3),
                        row.IsDBNull(4) ? null : new ImagePlace(row.GetInt32(4), row.GetInt32(5))
                    ),
                    ("$job", jobId),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    public Task<IReadOnlyDictionary<long, long>> CountFailedAsync(
        IReadOnlyCollection<long> jobs,
        ImageReason? reason,
        string? host,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyDictionary<long, long>>(
            session => SqliteJobList.CountFailed(session, jobs, reason, host).ToDictionary(),
            cancellationToken
        );

    public Task<TenantUse> ReadUseAsync(string tenant, IReadOnlyCollection<long> jobs, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadUse(session, tenant, jobs), cancellationToken);

    public Task<IReadOnlyList<OngoingJob>> ReadOngoingAsync(
        IReadOnlyCollection<string> tenants,
        long after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<OngoingJob>>(
            session =>
                session.Query(
                    OngoingQuery,
                    row => new OngoingJob(row.GetInt64(0), row.GetString(1)),
                    ("$after", after),
                    ("$tenants", tenants.Count == 0 ? null : JsonSerializer.Serialize(tenants)),
                    ("$limit", limit)
                ),
            cancellationToken
        );

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
}
