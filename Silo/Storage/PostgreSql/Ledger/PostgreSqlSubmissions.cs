using Npgsql;
using NpgsqlTypes;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Writes submissions.</summary>
internal static class PostgreSqlSubmissions
{
    /// <summary>Inserts a submission. An existing job does not change.</summary>
    public static async Task InsertAsync(
        NpgsqlConnection connection,
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    )
    {
        await using var insert = new NpgsqlCommand(
            """
            WITH job AS (
              INSERT INTO jobs(job_id, submitted_at, visits, images, tenant, callback_url, label, submitted_by) VALUES($1, $2, $3, $4, $5, $6, $7, $8)
              ON CONFLICT DO NOTHING RETURNING job_id)
            INSERT INTO job_events(job_id, kind, run, at) SELECT job_id, 'submitted', 0, $2 FROM job
            """,
            connection
        ).Bind(
            jobId,
            submittedAt.UtcDateTime,
            submission.Visits.Length,
            submission.Images,
            submission.Tenant,
            (object?)submission.CallbackUrl ?? DBNull.Value,
            (object?)submission.Label ?? DBNull.Value,
            (object?)submission.SubmittedBy ?? DBNull.Value
        );
        if (await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            return;
        if (submission.Metadata is { } metadata)
            await PostgreSqlMetadata.InsertAsync(connection, jobId, metadata, cancellationToken).ConfigureAwait(false);
        await CopyVisitsAsync(connection, jobId, submission, cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyVisitsAsync(
        NpgsqlConnection connection,
        long jobId,
        JobSubmission submission,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await connection
            .BeginBinaryImportAsync(
                "COPY visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images, reference, image_references) FROM STDIN (FORMAT BINARY)",
                cancellationToken
            )
            .ConfigureAwait(false);
        for (var number = 0; number < submission.Visits.Length; number++)
            await WriteAsync(copy, jobId, number, submission.Visits[number], cancellationToken).ConfigureAwait(false);
        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask WriteAsync(
        NpgsqlBinaryImporter copy,
        long jobId,
        int number,
        VisitSubmission visit,
        CancellationToken cancellationToken
    )
    {
        await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(jobId, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(visit.StoreId, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(visit.VisitTime, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        if (VisitDate.Find(visit.VisitTime) is { } date)
            await copy.WriteAsync(date.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
        else
            await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync<string[]>([.. visit.ImageUrls], NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken)
            .ConfigureAwait(false);
        await copy.WriteAsync(visit.ImageUrls.Count, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        if (visit.Reference is { } reference)
            await copy.WriteAsync(reference, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        else
            await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
        if (visit.ImageUrls.References is { } references)
            await copy.WriteAsync<string?[]>([.. references], NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken)
                .ConfigureAwait(false);
        else
            await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
    }
}
