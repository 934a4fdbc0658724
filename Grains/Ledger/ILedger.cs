using RetailPulse.Grains.Webhooks;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>
/// The facts: what was submitted and what became of every image. Write-once and insert-only; of two writes of one fact the first
/// wins. Every method may be repeated. A write that returned is on disk.
/// </summary>
internal interface ILedger
{
    /// <summary>Records a submission. One that is there already stays as it is.</summary>
    Task RecordSubmissionAsync(long jobId, JobSubmission submission, DateTimeOffset submittedAt, CancellationToken cancellationToken);

    /// <summary>The totals of a submission; <see langword="null"/> when there is none.</summary>
    Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// At most <paramref name="limit"/> visits after number <paramref name="after"/> (−1: from the first) that still lack results,
    /// in order of their numbers.
    /// </summary>
    Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(long jobId, int after, int limit, CancellationToken cancellationToken);

    /// <summary>One visit with its images' URLs and the results recorded so far; <see langword="null"/> when there is none.</summary>
    Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken);

    /// <summary>Finished visits, and the results, counted from the results themselves.</summary>
    Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Records one image's result, in one transaction with other results that finish at the same time. Returns <see langword="false"/> when
    /// the image had a result already, which stays, or when its job is closed or removed.
    /// </summary>
    ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken);

    /// <summary>Records <see cref="RetailPulse.Images.ImageReason.UnknownStore"/> for every image without a result of the given visits, unless the job is closed.</summary>
    Task RecordUnknownStoresAsync(long jobId, IReadOnlyCollection<int> visits, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Closes a job: once this returns, none of its images gets a result until it is retried.</summary>
    Task CloseAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>One entry per failing store, the gravest kind of each, in order of the stores' first appearance in the job.</summary>
    Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>
    /// Gives each selected failed image of a job that failed a new run, opens the job, and clears the end in its listing row. Returns the number of
    /// images. A job whose listing row has another status, or that has no such image, stays as it is.
    /// </summary>
    Task<long> RecordRetryAsync(long jobId, RetrySelection selection, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Records in the listing row that the job has ended, and, in the same transaction, that <paramref name="message"/> is due to its callback URL.
    /// Returns whether a message became due. A job that has ended, or that was retried after this end, stays as it is.
    /// </summary>
    Task<bool> RecordEndAsync(long jobId, JobEnd end, WebhookMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that a job is being removed, if its listing row says that it ended at that instant or before; answers whether it is. From then on it is in no
    /// list and no read, it cannot be submitted, and none of its images can be retried.
    /// </summary>
    Task<bool> RecordRemovalAsync(long jobId, DateTimeOffset endedUpTo, CancellationToken cancellationToken);

    /// <summary>Whether the job's listing row has an end.</summary>
    Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>Ids of the jobs whose listing row has no end yet, in ascending order.</summary>
    Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken);
}
