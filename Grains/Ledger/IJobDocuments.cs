using Orleans.Storage;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Stores the documents of jobs, alone or in one transaction with facts of the ledger.</summary>
/// <remarks>
/// A document is protected by its version: of two writers that know the same version, the second is refused, and the facts of its
/// transaction with it. A write is on disk when it returns.
/// </remarks>
internal interface IJobDocuments
{
    /// <summary>Returns the document of a job; <see langword="null"/> if there is none.</summary>
    Task<VersionedDocument<T>?> FindAsync<T>(long jobId, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Writes a document and returns its new version.</summary>
    /// <param name="version">Version that is replaced; <see langword="null"/> for the first write.</param>
    /// <exception cref="InconsistentStateException">The stored document has another version. Nothing was written.</exception>
    Task<int> WriteAsync<T>(long jobId, T document, int? version, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Removes a document.</summary>
    /// <exception cref="InconsistentStateException">The stored document has another version, or there is none.</exception>
    Task RemoveAsync(long jobId, int version, CancellationToken cancellationToken);

    /// <summary>
    /// Records a submission of few images and, in the same transaction, the first document of its job, and returns the version of the
    /// document. Returns <see langword="null"/>, and writes nothing, if the ledger holds the submission already.
    /// </summary>
    /// <exception cref="InconsistentStateException">There is a document, but no submission. Nothing was written.</exception>
    Task<int?> SubmitAsync<T>(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        T document,
        CancellationToken cancellationToken
    )
        where T : class;

    /// <summary>
    /// Replaces the document of a job that has ended and, in the same transaction, records the end as
    /// <see cref="ILedger.RecordEndAsync"/> does.
    /// </summary>
    /// <exception cref="InconsistentStateException">The stored document has another version. Nothing was written.</exception>
    Task<EndReceipt> EndAsync<T>(
        long jobId,
        T document,
        int version,
        JobEnd end,
        WebhookMessage message,
        CancellationToken cancellationToken
    )
        where T : class;
}

/// <summary>A stored document and its version.</summary>
internal sealed record VersionedDocument<T>(T Document, int Version);

/// <summary>The response to a document that was written with the end of its job.</summary>
/// <param name="MessageDue">Whether the message about the end became due.</param>
internal readonly record struct EndReceipt(int Version, bool MessageDue);
