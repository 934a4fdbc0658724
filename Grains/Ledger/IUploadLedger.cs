using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Stores submissions that arrive in parts. A write is on disk when it returns, and every method may be repeated.</summary>
/// <remarks>
/// Until an upload is complete, its job is recorded like one that is being deleted: it appears in no list and no read, and none of its
/// images can get a result. <see cref="IRetentionLedger.DeleteRowsAsync"/> deletes the rows of an abandoned upload.
/// </remarks>
internal interface IUploadLedger
{
    /// <summary>Records a job without visits, whose upload begins. An existing job does not change.</summary>
    /// <param name="head">The submission without its visits.</param>
    Task BeginAsync(long jobId, JobSubmission head, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Records visits of an upload, numbered from <paramref name="first"/>, and renews the upload. Returns <see langword="false"/> and
    /// records nothing if the upload was abandoned, is complete, or never began.
    /// </summary>
    /// <param name="visits">A part of the visits. The same part is the same in every repetition. Empty to only renew the upload.</param>
    Task<bool> AddVisitsAsync(
        long jobId,
        int first,
        IReadOnlyList<VisitSubmission> visits,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Completes an upload, after which its job exists and is ongoing. Returns <see langword="false"/> if the upload was abandoned or never
    /// began.
    /// </summary>
    /// <param name="visits">Number of visits that were added.</param>
    /// <param name="images">Number of images of these visits.</param>
    /// <param name="submittedAt">Time at which the job is submitted.</param>
    Task<bool> CompleteAsync(long jobId, int visits, long images, DateTimeOffset submittedAt, CancellationToken cancellationToken);

    /// <summary>Abandons an upload, which can then neither grow nor be completed. A complete upload does not change.</summary>
    Task AbandonAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>Returns all uploads that are not complete, ordered by job.</summary>
    Task<IReadOnlyList<OpenUpload>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Abandons an upload unless it was renewed in the meantime. Returns whether it is abandoned.</summary>
    Task<bool> AbandonAsync(OpenUpload upload, CancellationToken cancellationToken);
}

/// <summary>An upload that is not complete.</summary>
/// <param name="RenewedAt">Time of its last renewal, by the clock of the silo that wrote it. Different clocks must not be compared.</param>
internal readonly record struct OpenUpload(long JobId, DateTimeOffset RenewedAt, bool Abandoned);
