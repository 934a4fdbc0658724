using System.Text.Json;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads SQLite's ledger for clients.</summary>
internal sealed class SqliteJobQueries(SqliteDatabase database) : IJobQueries
{
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
            "SELECT job_id FROM jobs WHERE job_id IN (SELECT value FROM json_each($jobs))",
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
