using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Stores the documents of jobs in SQLite.</summary>
/// <param name="serviceId">Id of the service in Orleans.</param>
internal sealed class SqliteJobDocuments(SqliteDatabase database, string serviceId) : IJobDocuments
{
    private const string OfJob =
        "GrainIdHash = $hash AND GrainTypeHash = $type AND GrainIdN0 = 0 AND GrainIdN1 = $job AND GrainTypeString = 'job' AND ifnull(GrainIdExtensionString, '') = '' AND ServiceId = $service";

    public Task<VersionedDocument<T>?> FindAsync<T>(long jobId, CancellationToken cancellationToken)
        where T : class =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {OfJob} AND PayloadBinary IS NOT NULL",
                        row => new VersionedDocument<T>(DocumentSerializer.Read<T>(row.GetFieldValue<byte[]>(0)), row.GetInt32(1)),
                        ("$hash", JobDocumentKey.HashOf(jobId)),
                        ("$type", JobDocumentKey.TypeHash),
                        ("$job", jobId),
                        ("$service", serviceId)
                    )
                    .SingleOrDefault(),
            cancellationToken
        );

    public async Task<int> WriteAsync<T>(long jobId, T document, int? version, CancellationToken cancellationToken)
        where T : class
    {
        var json = DocumentSerializer.Write(document);
        return await database.WriteTogetherAsync(session => Write(session, jobId, json, version), cancellationToken).ConfigureAwait(false)
            ?? throw JobDocumentKey.Conflict(jobId);
    }

    public async Task RemoveAsync(long jobId, int version, CancellationToken cancellationToken)
    {
        if (!await database.WriteTogetherAsync(session => Remove(session, jobId, version), cancellationToken).ConfigureAwait(false))
            throw JobDocumentKey.Conflict(jobId);
    }

    public Task<int?> SubmitAsync<T>(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        T document,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var json = DocumentSerializer.Write(document);
        return database.WriteTogetherAsync<int?>(
            session =>
                SqliteLedger.RecordSubmission(session, jobId, submission, submittedAt)
                    ? Write(session, jobId, json, version: null) ?? throw JobDocumentKey.Conflict(jobId)
                    : null,
            cancellationToken
        );
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
        var json = DocumentSerializer.Write(document);
        return await database
                .WriteTogetherAsync(
                    session =>
                        Write(session, jobId, json, version) is { } next
                            ? new EndReceipt(next, SqliteLedger.RecordEnd(session, jobId, end, message))
                            : (EndReceipt?)null,
                    cancellationToken
                )
                .ConfigureAwait(false)
            ?? throw JobDocumentKey.Conflict(jobId);
    }

    /// <summary>Writes a document and returns its new version; <see langword="null"/> if the stored one has another version.</summary>
    private int? Write(SqliteSession session, long jobId, byte[] document, int? version) =>
        version is { } known ? Replace(session, jobId, document, known) : Insert(session, jobId, document);

    private int? Insert(SqliteSession session, long jobId, byte[] document) =>
        session.Execute(
            """
            INSERT INTO OrleansStorage(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
            VALUES($hash, 0, $job, $type, 'job', NULL, $service, $document, datetime('now'), 1) ON CONFLICT DO NOTHING
            """,
            ("$hash", JobDocumentKey.HashOf(jobId)),
            ("$job", jobId),
            ("$type", JobDocumentKey.TypeHash),
            ("$service", serviceId),
            ("$document", document)
        ) > 0
            ? 1
            : null;

    private int? Replace(SqliteSession session, long jobId, byte[] document, int version) =>
        session.Execute(
            $"UPDATE OrleansStorage SET PayloadBinary = $document, ModifiedOn = datetime('now'), Version = Version + 1 WHERE {OfJob} AND Version = $version",
            ("$document", document),
            ("$hash", JobDocumentKey.HashOf(jobId)),
            ("$type", JobDocumentKey.TypeHash),
            ("$job", jobId),
            ("$service", serviceId),
            ("$version", version)
        ) > 0
            ? version + 1
            : null;

    private bool Remove(SqliteSession session, long jobId, int version) =>
        session.Execute(
            $"DELETE FROM OrleansStorage WHERE {OfJob} AND Version = $version",
            ("$hash", JobDocumentKey.HashOf(jobId)),
            ("$type", JobDocumentKey.TypeHash),
            ("$job", jobId),
            ("$service", serviceId),
            ("$version", version)
        ) > 0;
}
