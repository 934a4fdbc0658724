using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads PostgreSQL's ledger for clients.</summary>
internal sealed class PostgreSqlJobQueries(PostgreSqlDatabase database) : IJobQueries
{
    public async Task<IReadOnlyList<JobListItem>> ReadJobsAsync(
        JobFilter filter,
        IReadOnlyCollection<string>? area,
        long before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (text, values) = ("job_id < $1 AND status <> 'removed'", new List<object> { before });
        if (filter.Status is { } status)
            Add("status = {0}", status.Code());
        if (filter.Store is { } store)
            Add("job_id IN (SELECT job_id FROM visits WHERE store_id = {0} AND job_id < $1)", store);
        if (area is not null)
            Add("job_id IN (SELECT job_id FROM visits WHERE store_id = ANY({0}) AND job_id < $1)", area.ToArray());
        if (filter.SubmittedFrom is { } from)
            Add("submitted_at >= {0}", from.UtcDateTime);
        if (filter.SubmittedBefore is { } end)
            Add("submitted_at < {0}", end.UtcDateTime);
        if (filter.Tenant is { } tenant)
            Add("tenant = {0}", tenant);
        values.Add(limit);
        return await database
            .QueryAsync(
                $"SELECT job_id, status, submitted_at, ended_at, visits, images FROM jobs WHERE {text} ORDER BY job_id DESC LIMIT ${values.Count}",
                row => new JobListItem(
                    row.GetInt64(0),
                    StoredCodes.ParseJobStatus(row.GetString(1)),
                    row.GetFieldValue<DateTimeOffset>(2),
                    row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
                    row.GetInt32(4),
                    row.GetInt64(5)
                ),
                cancellationToken,
                [.. values]
            )
            .ConfigureAwait(false);

        void Add(string condition, object value)
        {
            values.Add(value);
            text = $"{text} AND {condition.Replace("{0}", $"${values.Count}", StringComparison.Ordinal)}";
        }
    }

    public Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken) =>
        PostgreSqlFailures.CountAsync(database, jobId, cancellationToken);

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
