using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Indexes images in PostgreSQL's table of content hashes.</summary>
internal sealed class PostgreSqlPhotos(PostgreSqlDatabase database) : IPhotoLedger, IDisposable
{
    /// <summary>SQL expression for the first half of a <c>content_hash</c>, equal to <see cref="ContentHash.Start"/>.</summary>
    public const string Start = "('x' || encode(substring(content_hash FROM 1 FOR 8), 'hex'))::bit(64)::bigint";

    /// <summary>
    /// Maximum number of entries per statement, which sorts them and takes a second or two. The more there are, the fewer pages change per
    /// entry.
    /// </summary>
    private const int Most = 250_000;

    /// <summary>Statement that indexes the next images of a job and returns the last of them if there may be more.</summary>
    /// <remarks>
    /// A measured image is never retried, so it has one result with a hash. The row lock makes the job's removal wait until they are
    /// indexed; otherwise, nothing would delete entries that the removal does not see.
    /// </remarks>
    private const string EnterSome = $"""
        WITH standing AS MATERIALIZED (SELECT job_id, tenant FROM jobs WHERE job_id = $1 AND status <> 'removed' FOR SHARE),
        part AS MATERIALIZED (
          SELECT {Start} AS hash_start, job_id, visit_no, image_no FROM image_results
          WHERE job_id = (SELECT job_id FROM standing) AND (visit_no, image_no) > ($2, $3) AND content_hash IS NOT NULL ORDER BY visit_no, image_no LIMIT $4),
        entered AS (
          INSERT INTO content_hashes(tenant, hash_start, job_id, visit_no, image_no)
          SELECT tenant, hash_start, job_id, visit_no, image_no FROM part JOIN standing USING (job_id) ORDER BY 2, 3, 4, 5 ON CONFLICT DO NOTHING)
        SELECT visit_no, image_no FROM part ORDER BY visit_no, image_no OFFSET $4 - 1
        """;

    /// <summary>Serializes callers. The second one finds nothing left to do.</summary>
    private readonly SemaphoreSlim turn = new(1);

    public async Task<IReadOnlyList<long>> ReadUnindexedJobsAsync(CancellationToken cancellationToken) =>
        (await ReadDueAsync(cancellationToken).ConfigureAwait(false)).ConvertAll(job => job.Id);

    public async Task IndexAsync(IReadOnlyCollection<long> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0)
            return;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var due = await ReadDueAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (id, endedAt) in due.IntersectBy(jobs, job => job.Id))
                await IndexAsync(id, endedAt, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private Task<List<(long Id, DateTime EndedAt)>> ReadDueAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT job_id, ended_at FROM jobs WHERE hashes_due AND ended_at IS NOT NULL AND status <> 'removed' ORDER BY job_id",
            row => (row.GetInt64(0), row.GetDateTime(1)),
            cancellationToken
        );

    private async Task IndexAsync(long jobId, DateTime endedAt, CancellationToken cancellationToken)
    {
        List<ImagePlace> filled = [ImagePlace.Start];
        while (filled is [var after])
        {
            filled = await database
                .QueryAsync(
                    EnterSome,
                    row => new ImagePlace(row.GetInt32(0), row.GetInt32(1)),
                    cancellationToken,
                    jobId,
                    after.Visit,
                    after.Image,
                    Most
                )
                .ConfigureAwait(false);
        }

        // Skips a job that was retried in the meantime; it is indexed when it ends again.
        await database
            .ExecuteAsync("UPDATE jobs SET hashes_due = false WHERE job_id = $1 AND ended_at = $2", cancellationToken, jobId, endedAt)
            .ConfigureAwait(false);
    }
}
