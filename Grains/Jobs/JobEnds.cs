using System.Collections.Immutable;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Records and reads the ends of jobs in the ledger.</summary>
internal sealed class JobEnds(ILedger ledger, RecentMembershipChange membership, WebhookSignal signal)
{
    /// <summary>
    /// Records the end, with a webhook message for every job, because only the ledger knows which jobs have a callback URL. Repeatable.
    /// </summary>
    /// <param name="submission">Submission of the job; <see langword="null"/> if the job is being deleted.</param>
    public async Task RecordAsync(long jobId, Job ended, SubmissionTotals? submission)
    {
        var end = new JobEnd(ended.Status, ended.EndedAt!.Value, ended.Retries, ended.Measured, ended.Failed);
        if (await ledger.RecordEndAsync(jobId, end, JobEndMessage.Compose(jobId, ended, submission), CancellationToken.None))
            signal.Raise();
    }

    /// <summary>Returns the errors of the stores of a failed job; an empty list for any other.</summary>
    public async Task<ImmutableArray<StoreError>> ReadErrorsAsync(long jobId, Job job, CancellationToken cancellationToken) =>
        job.Status == JobStatus.Failed ? [.. await ledger.ReadStoreErrorsAsync(jobId, cancellationToken)] : [];

    /// <summary>Returns whether another activation has ended a job that is ongoing on this silo.</summary>
    /// <remarks>That is possible only shortly after a change of membership. At other times, the ledger is not read.</remarks>
    public async ValueTask<bool> EndedElsewhereAsync(long jobId) =>
        membership.IsRecent && await ledger.HasEndedAsync(jobId, CancellationToken.None);
}
