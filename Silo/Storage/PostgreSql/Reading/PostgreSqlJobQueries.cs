using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads PostgreSQL's ledger for clients.</summary>
internal sealed class PostgreSqlJobQueries(PostgreSqlDatabase database) : IJobQueries
{
    public Task<IReadOnlyList<JobListItem>> ReadJobsAsync(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        JobListRange range,
        int limit,
        CancellationToken cancellationToken
    ) => PostgreSqlJobList.ReadAsync(database, filter, area, range, limit, cancellationToken);

    public Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken) =>
        PostgreSqlFailures.CountAsync(database, jobId, cancellationToken);

    public async Task<TenantUse> ReadUseAsync(string tenant, IReadOnlyCollection<long> jobs, CancellationToken cancellationToken)
    {
        var recorded = await database
            .QueryAsync("SELECT job_id FROM jobs WHERE job_id = ANY($1)", row => row.GetInt64(0), cancellationToken, jobs.ToArray())
            .ConfigureAwait(false);
        return (
            await database
                .QueryAsync(
                    "SELECT count(*), coalesce(sum(images), 0)::bigint FROM jobs WHERE tenant = $1 AND ended_at IS NULL",
                    row => new TenantUse(row.GetInt64(0), row.GetInt64(1), recorded),
                    cancellationToken,
                    tenant
                )
                .ConfigureAwait(false)
        ).Single();
    }

    public Task<RepeatedImagePage> FindRepeatsAsync(long jobId, ImagePlace after, int limit, CancellationToken cancellationToken) =>
        PostgreSqlRepeats.FindAsync(database, jobId, after, limit, cancellationToken);

    public async Task<ILedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken) =>
        await PostgreSqlSnapshot.OpenAsync(database, PostgreSqlSnapshot.Upwards, cancellationToken).ConfigureAwait(false);
}
