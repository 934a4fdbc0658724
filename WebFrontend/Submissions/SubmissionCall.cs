using RetailPulse.Jobs;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Submits jobs to the cluster.</summary>
internal sealed class SubmissionCall(IGrainFactory grains, JobReferences references, JobOwnerCache owners, ClusterCall cluster)
{
    /// <summary>
    /// A submission bears repetition: its job id is drawn once, and a second one of that id waits for the first and changes nothing. The largest
    /// takes some seconds to reach the disk, so one attempt has as many.
    /// </summary>
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(5), Total: TimeSpan.FromSeconds(10));

    /// <summary>An id is there at once, or its silo is gone; then another is found in less than this.</summary>
    private static readonly CallBudget DrawBudget = new(PerAttempt: TimeSpan.FromSeconds(1), Total: TimeSpan.FromSeconds(4));

    /// <summary>What became of the submission, if the cluster answers.</summary>
    /// <param name="key"><see langword="null"/> when the client sent none.</param>
    /// <param name="fingerprint">A digest of the body, when there is a key.</param>
    public async Task<(bool Answered, SubmissionReceipt? Receipt)> SubmitAsync(Caller caller, JobSubmission read, IdempotencyKey? key, string? fingerprint)
    {
        var submission = read with { Tenant = caller.Tenant };
        var (answered, receipt) = key is null || fingerprint is null
            ? await SubmitAsync(submission, caller.Quota)
            : await cluster.TryAsync(
                () => grains.GetGrain<IIdempotencyGrain>(key.GrainKey(caller.Tenant)).SubmitOnceAsync(fingerprint, key.EarlierGrainKeys(caller.Tenant), submission, caller.Quota), Budget);
        if (caller.Scope is not null && receipt is { Excess: null }) owners.Remember(receipt.JobId, caller.Tenant);
        return (answered, receipt);
    }

    private async Task<(bool Answered, SubmissionReceipt? Receipt)> SubmitAsync(JobSubmission submission, TenantQuota? quota)
    {
        var (drawn, jobId) = await cluster.TryAsync(() => grains.GetGrain<IJobIdGrain>(0).NextAsync().AsTask(), DrawBudget);
        if (!drawn) return (false, null);
        var job = references.Job(jobId);
        return await cluster.TryAsync(
            async () =>
            {
                // Admitted once, a job of the same id is admitted again.
                var excess = quota is null ? null : await grains.GetGrain<ITenantGrain>(submission.Tenant).AdmitAsync(jobId, submission.Images, quota);
                if (excess is null) await job.SubmitAsync(submission);
                return new SubmissionReceipt(jobId, Replayed: false, Conflict: false, excess);
            },
            Budget);
    }
}
