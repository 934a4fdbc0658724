using System.Collections.Immutable;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Records and reads the ends of jobs in the ledger.</summary>
internal sealed class JobEnds(ILedger ledger, IJobDocuments documents, RecentMembershipChange membership, WebhookSignal signal)
{
    /// <summary>
    /// Stores the lifecycle of a job that has ended and, in the same transaction, records the end as <see cref="RecordAsync"/> does.
    /// Returns the new version of the document.
    /// </summary>
    /// <param name="version">Version of the document that is replaced.</param>
    /// <param name="submission">Submission of the job; <see langword="null"/> if the job is being deleted.</param>
    public async Task<int> StoreAsync(long jobId, Job ended, int version, SubmissionTotals? submission)
    {
        var receipt = await documents.EndAsync(
            jobId,
            StoredJob.From(ended),
            version,
            EndOf(ended),
            JobEndMessage.Compose(jobId, ended, submission),
            CancellationToken.None
        );
        if (receipt.MessageDue)
            signal.Raise();
        return receipt.Version;
    }

    /// <summary>
    /// Records the end, with a webhook message for every job, because only the ledger knows which jobs have a callback URL. Repeatable.
    /// </summary>
    /// <param name="submission">Submission of the job; <see langword="null"/> if the job is being deleted.</param>
    public async Task RecordAsync(long jobId, Job ended, SubmissionTotals? submission)
    {
        var message = JobEndMessage.Compose(jobId, ended, submission);
        if (await ledger.RecordEndAsync(jobId, EndOf(ended), message, CancellationToken.None))
            signal.Raise();
    }

    /// <summary>Returns the errors of the stores of a failed job; an empty list for any other.</summary>
    public async Task<ImmutableArray<StoreError>> ReadErrorsAsync(long jobId, Job job, CancellationToken cancellationToken) =>
        job.Status == JobStatus.Failed ? [.. await ledger.ReadStoreErrorsAsync(jobId, cancellationToken)] : [];

    /// <summary>Returns whether another activation has ended a job that is ongoing on this silo.</summary>
    /// <remarks>That is possible only shortly after a change of membership. At other times, the ledger is not read.</remarks>
    public async ValueTask<bool> EndedElsewhereAsync(long jobId) =>
        membership.IsRecent && await ledger.HasEndedAsync(jobId, CancellationToken.None);

    private static JobEnd EndOf(Job ended) => new(ended.Status, ended.EndedAt!.Value, ended.Retries, ended.Measured, ended.Failed);
}
