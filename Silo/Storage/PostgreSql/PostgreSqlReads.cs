using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>Reads what people ask of PostgreSQL's ledger.</summary>
internal sealed class PostgreSqlReads(PostgreSqlDatabase database) : ILedgerReads
{
    public async Task<IReadOnlyList<JobEntry>> ReadJobsAsync(JobFilter filter, long before, int limit, CancellationToken cancellationToken)
    {
        var (text, values) = ("job_id < $1", new List<object> { before });
        if (filter.Status is { } status) Add("status = {0}", Statuses.Format(status));
        if (filter.Store is { } store) Add("job_id IN (SELECT job_id FROM visits WHERE store_id = {0} AND job_id < $1)", store);
        if (filter.SubmittedFrom is { } from) Add("submitted_at >= {0}", from.UtcDateTime);
        if (filter.SubmittedBefore is { } end) Add("submitted_at < {0}", end.UtcDateTime);
        values.Add(limit);
        return await database.QueryAsync(
            $"SELECT job_id, status, submitted_at, ended_at, visits, images FROM jobs WHERE {text} ORDER BY job_id DESC LIMIT ${values.Count}",
            row => new JobEntry(
                row.GetInt64(0),
                Statuses.Parse(row.GetString(1)),
                row.GetFieldValue<DateTimeOffset>(2),
                row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
                row.GetInt32(4),
                row.GetInt64(5)),
            cancellationToken,
            [.. values]).ConfigureAwait(false);

        void Add(string condition, object value)
        {
            values.Add(value);
            text = $"{text} AND {condition.Replace("{0}", $"${values.Count}", StringComparison.Ordinal)}";
        }
    }

    public async Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken)
    {
        var groups = await database.QueryAsync(
            """
            WITH failing AS MATERIALIZED (
              SELECT visit_no, image_no, reason FROM image_results AS r
              WHERE job_id = $1 AND reason IS NOT NULL
                AND run = (SELECT max(run) FROM image_results AS n WHERE n.job_id = r.job_id AND n.visit_no = r.visit_no AND n.image_no = r.image_no)),
            urls AS (
              SELECT v.visit_no, url.position - 1 AS image_no, url.address FROM visits AS v, unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
              WHERE v.job_id = $1 AND v.visit_no IN (SELECT visit_no FROM failing)),
            failures AS (
              SELECT reason, lower(substring(address FROM '//(\[[^]]*\]|[^/\\?#:]*)')) AS host FROM failing JOIN urls USING (visit_no, image_no))
            SELECT reason, host, count(*) AS images, count(*) OVER () FROM failures
            GROUP BY reason, host ORDER BY images DESC, reason, host LIMIT 100
            """,
            row => (Groups: row.GetInt64(3), Group: new FailureGroup(Reasons.Parse(row.GetString(0)), row.GetString(1), row.GetInt64(2))),
            cancellationToken,
            jobId).ConfigureAwait(false);
        return groups.Count == 0 ? JobFailures.None : new JobFailures(groups[0].Groups, [.. groups.Select(group => group.Group)]);
    }

    public async Task<ILedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken) =>
        await PostgreSqlSnapshot.OpenAsync(database, cancellationToken).ConfigureAwait(false);
}
