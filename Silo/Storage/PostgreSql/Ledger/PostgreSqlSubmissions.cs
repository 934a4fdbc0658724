using Npgsql;
using NpgsqlTypes;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Writes submissions.</summary>
internal static class PostgreSqlSubmissions
{
    /// <summary>Inserts a submission. Returns <see langword="false"/> if the job already exists, which does not change.</summary>
    public static async Task<bool> InsertAsync(
        NpgsqlConnection connection,
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    )
    {
        if (!await InsertHeadAsync(connection, jobId, submission, submittedAt, cancellationToken).ConfigureAwait(false))
            return false;
        await CopyVisitsAsync(connection, jobId, 0, submission.Visits, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Inserts a submission whose visits and event follow. Returns <see langword="false"/> if the job already exists, which does not change.
    /// </summary>
    public static async Task<bool> InsertHeadAsync(
        NpgsqlConnection connection,
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    )
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO jobs(job_id, submitted_at, visits, images, tenant, callback_url, label, submitted_by, traceparent)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT DO NOTHING
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
            (object?)submission.SubmittedBy ?? DBNull.Value,
            (object?)submission.Traceparent ?? DBNull.Value
        );
        if (await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            return false;
        if (submission.Metadata is { } metadata)
            await PostgreSqlMetadata.InsertAsync(connection, jobId, metadata, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Copies visits of an existing job.</summary>
    /// <param name="first">Number of the first of them.</param>
    public static async Task CopyVisitsAsync(
        NpgsqlConnection connection,
        long jobId,
        int first,
        IReadOnlyList<VisitSubmission> visits,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await connection
            .BeginBinaryImportAsync(
                "COPY visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images, reference, image_references) FROM STDIN (FORMAT BINARY)",
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var (place, visit) in visits.Index())
            await WriteAsync(copy, jobId, first + place, visit, cancellationToken).ConfigureAwait(false);
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
