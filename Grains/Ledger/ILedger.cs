using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Stores the facts: what was submitted and the result of every image. Write-once and insert-only.</summary>
/// <remarks>If a fact is written twice, the first write wins. Every method may be repeated. A write is on disk when it returns.</remarks>
internal interface ILedger
{
    /// <summary>Records a submission. An existing submission does not change.</summary>
    Task RecordSubmissionAsync(long jobId, JobSubmission submission, DateTimeOffset submittedAt, CancellationToken cancellationToken);

    /// <summary>Returns the totals of a submission; <see langword="null"/> if there is none.</summary>
    Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Returns at most <paramref name="limit"/> visits after number <paramref name="after"/> (−1 for the first) that lack results, ordered
    /// by number.
    /// </summary>
    Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(long jobId, int after, int limit, CancellationToken cancellationToken);

    /// <summary>Returns one visit with its URLs and the results recorded so far; <see langword="null"/> if there is none.</summary>
    Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken);

    /// <summary>Counts the finished visits and the results, from the results themselves.</summary>
    Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Records one image's result. Returns <see langword="false"/> if the image already has a result, which stays, or if its job is closed
    /// or deleted.
    /// </summary>
    /// <remarks>Results that finish at the same time share one transaction.</remarks>
    ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken);

    /// <summary>
    /// Records <see cref="RetailPulse.Images.ImageReason.UnknownStore"/> for every given image without a result, unless the job is closed.
    /// Returns the number of these images.
    /// </summary>
    /// <param name="images">At most some ten thousand images, because all are recorded in one transaction.</param>
    Task<long> RecordUnknownStoresAsync(long jobId, ImagesOfVisits images, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Closes a job: after this call returns, none of its images gets a result until the job is retried.</summary>
    Task CloseAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>Returns one entry per failing store, with its most severe kind of error, in order of first appearance in the job.</summary>
    Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a new run of each selected failed image of a failed job, reopens the job, and clears the end in its listing row. Returns the
    /// number of images.
    /// </summary>
    /// <remarks>Nothing changes if the listing row has another status or the job has no such image.</remarks>
    Task<long> RecordRetryAsync(long jobId, RetrySelection selection, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Records the job's end in its listing row and, in the same transaction, <paramref name="message"/> as due to its callback URL.
    /// Returns whether a message became due.
    /// </summary>
    /// <remarks>Nothing changes if the job has ended already or was retried after this end.</remarks>
    Task<bool> RecordEndAsync(long jobId, JobEnd end, WebhookMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Marks a job as deleted if its listing row has an end at or before <paramref name="endedUpTo"/> and none of its webhooks is still
    /// due. Returns whether the job is marked.
    /// </summary>
    /// <param name="endedUpTo">
    /// Latest end; <see langword="null"/> to mark a job whenever it ended. Webhooks that are still due are then not sent.
    /// </param>
    /// <remarks>A deleted job appears in no list and no read, cannot be submitted, and none of its images can be retried.</remarks>
    Task<bool> MarkDeletedAsync(long jobId, DateTimeOffset? endedUpTo, CancellationToken cancellationToken);

    /// <summary>Returns whether a job is marked as deleted, and its rows may be removed. An upload is not a job yet.</summary>
    Task<bool> IsDeletedAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>Returns whether the job's listing row has an end.</summary>
    Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>Returns the ids of the jobs whose listing row has no end yet, in ascending order.</summary>
    Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken);
}
