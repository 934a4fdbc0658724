using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Deletes jobs from PostgreSQL's ledger.</summary>
internal sealed class PostgreSqlRetention(PostgreSqlDatabase database) : IRetentionLedger
{
    /// <summary>
    /// SQL that deletes the entries of the removed results. Each entry is looked up by its key, regardless of the planner's statistics.
    /// </summary>
    private const string AndHashes = $"""
        , hashes AS (
          DELETE FROM content_hashes WHERE ctid = ANY(ARRAY(
            SELECT entry.place FROM removed AS r CROSS JOIN LATERAL (
              SELECT h.ctid AS place FROM content_hashes AS h
              WHERE h.tenant = (SELECT tenant FROM jobs WHERE job_id = $1) AND h.hash_start = {PostgreSqlPhotos.Start} AND h.job_id = r.job_id AND h.visit_no = r.visit_no AND h.image_no = r.image_no LIMIT 1) AS entry)))
        """;

    public async Task<IReadOnlyList<long>> ReadExpiredJobsAsync(DateTimeOffset endedUpTo, int limit, CancellationToken cancellationToken) =>
        await database
            .QueryAsync(
                $"SELECT job_id FROM jobs WHERE ended_at <= $1 AND {JobTables.CanBeDeleted} ORDER BY ended_at LIMIT $2",
                row => row.GetInt64(0),
                cancellationToken,
                endedUpTo.UtcDateTime,
                limit
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<long>> ReadRemovedJobsAsync(int limit, CancellationToken cancellationToken) =>
        await database
            .QueryAsync(
                "SELECT job_id FROM jobs WHERE status = $1 AND NOT EXISTS (SELECT 1 FROM uploads AS u WHERE u.job_id = jobs.job_id) LIMIT $2",
                row => row.GetInt64(0),
                cancellationToken,
                JobTables.Removed,
                limit
            )
            .ConfigureAwait(false);

    /// <summary>Marks the job as deleted and returns whether it is marked.</summary>
    public static async Task<bool> MarkDeletedAsync(
        PostgreSqlDatabase database,
        long jobId,
        DateTimeOffset endedUpTo,
        CancellationToken cancellationToken
    ) =>
        await database
            .ExecuteAsync(
                $"UPDATE jobs SET status = $2 WHERE job_id = $1 AND ended_at <= $3 AND {JobTables.CanBeDeleted}",
                cancellationToken,
                jobId,
                JobTables.Removed,
                endedUpTo.UtcDateTime
            )
            .ConfigureAwait(false) > 0;

    /// <summary>Marks the job as deleted, whenever it ended, and abandons its webhooks. Returns whether it is marked. An upload is not a job yet.</summary>
    public static async Task<bool> MarkDeletedAsync(PostgreSqlDatabase database, long jobId, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    """
                    WITH marked AS (
                      UPDATE jobs SET status = $2
                      WHERE job_id = $1 AND ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM uploads AS u WHERE u.job_id = jobs.job_id)
                      RETURNING job_id),
                    abandoned AS (
                      UPDATE webhook_deliveries SET state = 'failed', next_attempt_at = NULL
                      WHERE job_id IN (SELECT job_id FROM marked) AND state = 'pending')
                    SELECT job_id FROM marked
                    """,
                    row => row.GetInt64(0),
                    cancellationToken,
                    jobId,
                    JobTables.Removed
                )
                .ConfigureAwait(false)
        ).Count > 0;

    /// <summary>Returns whether the job is marked as deleted.</summary>
    public static async Task<bool> IsDeletedAsync(PostgreSqlDatabase database, long jobId, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    "SELECT 1 FROM jobs WHERE job_id = $1 AND status = $2 AND NOT EXISTS (SELECT 1 FROM uploads AS u WHERE u.job_id = jobs.job_id)",
                    row => row.GetInt32(0),
                    cancellationToken,
                    jobId,
                    JobTables.Removed
                )
                .ConfigureAwait(false)
        ).Count > 0;

    /// <summary>
    /// Deletes rows by their physical position (ctid). Otherwise, the planner might choose a join and read a whole table for each batch.
    /// </summary>
    public async Task<int> DeleteRowsAsync(long jobId, int limit, CancellationToken cancellationToken)
    {
        foreach (var (table, _) in JobTables.All)
        {
            var removed = await database
                .QueryAsync(
                    $"""
                    WITH removed AS (
                      DELETE FROM {table} WHERE ctid = ANY(ARRAY(
                        SELECT ctid FROM {table} WHERE job_id = $1 AND EXISTS (SELECT 1 FROM jobs WHERE job_id = $1 AND status = $3) LIMIT $2)) RETURNING *)
                    {(table == JobTables.Results ? AndHashes : "")}
                    SELECT count(*)::integer FROM removed
                    """,
                    row => row.GetInt32(0),
                    cancellationToken,
                    jobId,
                    limit,
                    JobTables.Removed
                )
                .ConfigureAwait(false);
            if (removed[0] > 0)
                return removed[0];
        }

        await database
            .ExecuteAsync("DELETE FROM jobs WHERE job_id = $1 AND status = $2", cancellationToken, jobId, JobTables.Removed)
            .ConfigureAwait(false);
        return 0;
    }

    public Task<int> DeleteKeysAsync(DateTimeOffset claimedBefore, int limit, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "DELETE FROM OrleansStorage WHERE ctid = ANY(ARRAY(SELECT ctid FROM OrleansStorage WHERE GrainTypeString = 'idempotency' AND ModifiedOn < $1 LIMIT $2))",
            cancellationToken,
            claimedBefore.UtcDateTime,
            limit
        );
}
