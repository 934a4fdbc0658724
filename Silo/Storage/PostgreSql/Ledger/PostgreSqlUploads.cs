using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Connections;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Stores uploads in PostgreSQL tables.</summary>
internal sealed class PostgreSqlUploads(PostgreSqlDatabase database) : IUploadLedger
{
    public Task BeginAsync(long jobId, JobSubmission head, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => BeginAsync(connection, jobId, head, at, cancellationToken), cancellationToken);

    public async Task<bool> AddVisitsAsync(
        long jobId,
        int first,
        IReadOnlyList<VisitSubmission> visits,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var open = false;
        await database
            .WriteAsync(
                async connection =>
                    open = await AddVisitsAsync(connection, jobId, first, visits, at, cancellationToken).ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        return open;
    }

    public async Task<bool> CompleteAsync(
        long jobId,
        int visits,
        long images,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    ) =>
        await database
            .ExecuteAsync(
                """
                WITH upload AS (DELETE FROM uploads WHERE job_id = $1 AND NOT abandoned RETURNING job_id),
                job AS (
                  UPDATE jobs SET status = $2, ended_at = NULL, submitted_at = $3, visits = $4, images = $5
                  WHERE job_id = (SELECT job_id FROM upload) RETURNING job_id)
                INSERT INTO job_events(job_id, kind, run, at) SELECT job_id, 'submitted', 0, $3 FROM job
                """,
                cancellationToken,
                jobId,
                JobStatus.Ongoing.Code(),
                submittedAt.UtcDateTime,
                visits,
                images
            )
            .ConfigureAwait(false) > 0
        || await ExistsAsync(jobId, cancellationToken).ConfigureAwait(false);

    public Task AbandonAsync(long jobId, CancellationToken cancellationToken) =>
        database.ExecuteAsync("UPDATE uploads SET abandoned = true WHERE job_id = $1", cancellationToken, jobId);

    public async Task<IReadOnlyList<OpenUpload>> ReadAsync(CancellationToken cancellationToken) =>
        await database
            .QueryAsync(
                "SELECT job_id, renewed_at, abandoned FROM uploads ORDER BY job_id",
                row => new OpenUpload(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetBoolean(2)),
                cancellationToken
            )
            .ConfigureAwait(false);

    public async Task<bool> AbandonAsync(OpenUpload upload, CancellationToken cancellationToken) =>
        await database
            .ExecuteAsync(
                "UPDATE uploads SET abandoned = true WHERE job_id = $1 AND (abandoned OR renewed_at = $2)",
                cancellationToken,
                upload.JobId,
                upload.RenewedAt.UtcDateTime
            )
            .ConfigureAwait(false) > 0;

    private static async Task BeginAsync(
        NpgsqlConnection connection,
        long jobId,
        JobSubmission head,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        if (!await PostgreSqlSubmissions.InsertHeadAsync(connection, jobId, head, at, cancellationToken).ConfigureAwait(false))
            return;
        await using var hide = new NpgsqlCommand("UPDATE jobs SET status = $2, ended_at = $3 WHERE job_id = $1", connection).Bind(
            jobId,
            JobTables.Removed,
            JobTables.NeverExpires.UtcDateTime
        );
        await hide.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var begin = new NpgsqlCommand("INSERT INTO uploads(job_id, renewed_at) VALUES($1, $2)", connection).Bind(
            jobId,
            at.UtcDateTime
        );
        await begin.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a part. The updated row makes repetitions of the part, and an abandonment, wait for this transaction.</summary>
    private static async Task<bool> AddVisitsAsync(
        NpgsqlConnection connection,
        long jobId,
        int first,
        IReadOnlyList<VisitSubmission> visits,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var renew = new NpgsqlCommand(
            "UPDATE uploads SET renewed_at = $2 WHERE job_id = $1 AND NOT abandoned",
            connection
        ).Bind(jobId, at.UtcDateTime);
        if (await renew.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            return false;
        await using var recorded = new NpgsqlCommand("SELECT 1 FROM visits WHERE job_id = $1 AND visit_no = $2", connection).Bind(
            jobId,
            first
        );
        if (visits.Count > 0 && await recorded.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is null)
            await PostgreSqlSubmissions.CopyVisitsAsync(connection, jobId, first, visits, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> ExistsAsync(long jobId, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    "SELECT 1 FROM jobs WHERE job_id = $1 AND status <> $2",
                    row => row.GetInt32(0),
                    cancellationToken,
                    jobId,
                    JobTables.Removed
                )
                .ConfigureAwait(false)
        ).Count > 0;
}
