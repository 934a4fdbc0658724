using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
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

    public async Task<string> ReadMomentAsync(CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync("SELECT pg_current_snapshot()::text", row => row.GetString(0), cancellationToken)
                .ConfigureAwait(false)
        ).Single();

    public Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken) =>
        PostgreSqlFailures.CountAsync(database, jobId, cancellationToken);

    public Task<IReadOnlyDictionary<long, long>> CountFailedAsync(
        IReadOnlyCollection<long> jobs,
        ImageReason? reason,
        string? host,
        CancellationToken cancellationToken
    ) => PostgreSqlJobList.CountFailedAsync(database, jobs, reason, host, cancellationToken);

    public async Task<IReadOnlyList<OngoingJob>> ReadOngoingAsync(
        IReadOnlyCollection<string> tenants,
        long after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                """
                SELECT job_id, tenant FROM jobs
                WHERE ended_at IS NULL AND job_id > $1 AND (cardinality($2::text[]) = 0 OR tenant = ANY($2)) ORDER BY job_id LIMIT $3
                """,
                row => new OngoingJob(row.GetInt64(0), row.GetString(1)),
                cancellationToken,
                after,
                tenants.ToArray(),
                limit
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<PastRetry>> ReadRetriesAsync(long jobId, int limit, CancellationToken cancellationToken) =>
        await database
            .QueryAsync(
                """
                SELECT run, requested_at, requested_by, images, visit_no, image_no FROM job_retries
                WHERE job_id = $1 ORDER BY run DESC LIMIT $2
                """,
                row => new PastRetry(
                    row.GetInt32(0),
                    row.GetFieldValue<DateTimeOffset>(1),
                    row.IsDBNull(2) ? null : row.GetString(2),
                    row.GetInt64(3),
                    row.IsDBNull(4) ? null : new ImagePlace(row.GetInt32(4), row.GetInt32(5))
                ),
                cancellationToken,
                jobId,
                limit
            )
            .ConfigureAwait(false);

    public async Task<TenantUse> ReadUseAsync(string tenant, IReadOnlyCollection<long> jobs, CancellationToken cancellationToken)
    {
        var recorded = await database
            .QueryAsync(
                "SELECT job_id FROM jobs WHERE job_id = ANY($1) AND status <> 'removed'",
                row => row.GetInt64(0),
                cancellationToken,
                jobs.ToArray()
            )
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
