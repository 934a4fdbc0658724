using System.Text.Json;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Stores the documents of jobs in PostgreSQL, each in one statement with the facts of its transaction.</summary>
/// <param name="serviceId">Id of the service in Orleans.</param>
internal sealed class PostgreSqlJobDocuments(PostgreSqlDatabase database, string serviceId) : IJobDocuments
{
    /// <summary>SQL condition for the document of a job, whose key is <c>$1</c> to <c>$4</c>.</summary>
    private const string OfJob =
        "GrainIdHash = $1 AND GrainTypeHash = $2 AND GrainIdN0 = 0 AND GrainIdN1 = $3 AND GrainTypeString = 'job' AND coalesce(GrainIdExtensionString, '') = '' AND ServiceId = $4";

    private const string Columns =
        "GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ServiceId, PayloadBinary, ModifiedOn, Version";

    private const string Replace =
        $"UPDATE OrleansStorage SET PayloadBinary = $5, ModifiedOn = now(), Version = Version + 1 WHERE {OfJob} AND Version = $6 RETURNING Version";

    /// <summary>The foreign key of visits is checked at the end of the statement, when the row of the job exists.</summary>
    private const string Submit = $"""
        WITH head AS (
          INSERT INTO jobs(job_id, submitted_at, visits, images, tenant, callback_url, label, submitted_by, traceparent)
          VALUES($3, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING job_id),
        named AS (
          INSERT INTO job_metadata(job_id, key, value) SELECT job_id, key, value FROM head, unnest($14::text[], $15::text[]) AS pair(key, value)),
        visited AS (
          INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images, reference, image_references)
          SELECT job_id, (place - 1)::integer, store, at, date,
            ARRAY(SELECT url.value FROM json_array_elements_text(urls::json) WITH ORDINALITY AS url(value, place) ORDER BY url.place),
            images, reference,
            CASE WHEN image_references IS NOT NULL THEN
              ARRAY(SELECT own.value FROM json_array_elements_text(image_references::json) WITH ORDINALITY AS own(value, place) ORDER BY own.place) END
          FROM head, unnest($16::text[], $17::text[], $18::timestamptz[], $19::text[], $20::integer[], $21::text[], $22::text[]) WITH ORDINALITY
            AS given(store, at, date, urls, images, reference, image_references, place)),
        told AS (INSERT INTO job_events(job_id, kind, run, at) SELECT job_id, 'submitted', 0, $6 FROM head),
        written AS (INSERT INTO OrleansStorage({Columns}) SELECT $1, $2, 0, job_id, 'job', $4, $5, now(), 1 FROM head)
        SELECT count(*)::integer FROM head
        """;

    private static readonly string End = $"""
        WITH written AS ({Replace}),
        ended AS (
          UPDATE jobs SET status = $7, ended_at = $8, hashes_due = true
          WHERE job_id = $3 AND ended_at IS NULL AND run <= $12 AND EXISTS (SELECT 1 FROM written) RETURNING job_id, callback_url, tenant, run),
        told AS ({PostgreSqlWebhooks.TellEnd("$7", "$8", "$13", "$14")}),
        due AS ({PostgreSqlWebhooks.InsertDelivery("$9", "$10", "$8", "$11")} RETURNING 1)
        SELECT version, EXISTS (SELECT 1 FROM due) FROM written
        """;

    public async Task<VersionedDocument<T>?> FindAsync<T>(long jobId, CancellationToken cancellationToken)
        where T : class =>
        (
            await database
                .QueryAsync(
                    $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {OfJob} AND PayloadBinary IS NOT NULL",
                    row => new VersionedDocument<T>(DocumentSerializer.Read<T>(row.GetFieldValue<byte[]>(0)), row.GetInt32(1)),
                    cancellationToken,
                    [.. Key(jobId)]
                )
                .ConfigureAwait(false)
        ).SingleOrDefault();

    public async Task<int> WriteAsync<T>(long jobId, T document, int? version, CancellationToken cancellationToken)
        where T : class
    {
        object[] values = [.. Key(jobId), DocumentSerializer.Write(document)];
        var written = version is { } known
            ? await database.QueryAsync(Replace, ReadVersion, cancellationToken, [.. values, known]).ConfigureAwait(false)
            : await database
                .QueryAsync(
                    $"INSERT INTO OrleansStorage({Columns}) VALUES($1, $2, 0, $3, 'job', $4, $5, now(), 1) ON CONFLICT DO NOTHING RETURNING Version",
                    ReadVersion,
                    cancellationToken,
                    values
                )
                .ConfigureAwait(false);
        return written is [var next] ? next : throw JobDocumentKey.Conflict(jobId);
    }

    public async Task RemoveAsync(long jobId, int version, CancellationToken cancellationToken)
    {
        var removed = await database
            .ExecuteAsync($"DELETE FROM OrleansStorage WHERE {OfJob} AND Version = $5", cancellationToken, [.. Key(jobId), version])
            .ConfigureAwait(false);
        if (removed == 0)
            throw JobDocumentKey.Conflict(jobId);
    }

    public async Task<int?> SubmitAsync<T>(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        T document,
        CancellationToken cancellationToken
    )
        where T : class
    {
        try
        {
            var recorded = await database
                .QueryAsync(
                    Submit,
                    row => row.GetInt32(0),
                    cancellationToken,
                    [.. Key(jobId), DocumentSerializer.Write(document), .. Head(submission, submittedAt), .. Visits(submission)]
                )
                .ConfigureAwait(false);
            return recorded is [1] ? 1 : null;
        }
        catch (StorageRefusedException refused)
            when (refused.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "orleansstorage" })
        {
            throw JobDocumentKey.Conflict(jobId);
        }
    }

    public async Task<EndReceipt> EndAsync<T>(
        long jobId,
        T document,
        int version,
        JobEnd end,
        WebhookMessage message,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var receipts = await database
            .QueryAsync(
                End,
                row => new EndReceipt(row.GetInt32(0), row.GetBoolean(1)),
                cancellationToken,
                [
                    .. Key(jobId),
                    DocumentSerializer.Write(document),
                    version,
                    end.Status.Code(),
                    end.At.UtcDateTime,
                    message.Id,
                    message.Type,
                    message.Body,
                    end.Run,
                    end.Measured,
                    end.Failed,
                ]
            )
            .ConfigureAwait(false);
        return receipts is [var receipt] ? receipt : throw JobDocumentKey.Conflict(jobId);
    }

    private static int ReadVersion(NpgsqlDataReader row) => row.GetInt32(0);

    private static object[] Head(JobSubmission submission, DateTimeOffset submittedAt) =>
        [
            submittedAt.UtcDateTime,
            submission.Visits.Length,
            submission.Images,
            submission.Tenant,
            (object?)submission.CallbackUrl ?? DBNull.Value,
            (object?)submission.Label ?? DBNull.Value,
            (object?)submission.SubmittedBy ?? DBNull.Value,
            (object?)submission.Traceparent ?? DBNull.Value,
            Column(submission.Metadata?.Pairs ?? [], pair => pair.Key),
            Column(submission.Metadata?.Pairs ?? [], pair => pair.Value),
        ];

    private static object[] Visits(JobSubmission submission) =>
        [
            Column(submission.Visits, visit => visit.StoreId),
            Column(submission.Visits, visit => visit.VisitTime),
            Column(submission.Visits, visit => VisitDate.Find(visit.VisitTime)?.UtcDateTime),
            Column(submission.Visits, visit => JsonSerializer.Serialize(visit.ImageUrls)),
            Column(submission.Visits, visit => visit.ImageUrls.Count),
            Column(submission.Visits, visit => visit.Reference),
            Column(submission.Visits, visit => visit.ImageUrls.References is { } references ? JsonSerializer.Serialize(references) : null),
        ];

    private static TColumn[] Column<TRow, TColumn>(IEnumerable<TRow> rows, Func<TRow, TColumn> value) => [.. rows.Select(value)];

    private object[] Key(long jobId) => [JobDocumentKey.HashOf(jobId), JobDocumentKey.TypeHash, jobId, serviceId];
}
