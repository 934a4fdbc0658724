using System.Diagnostics;
using RetailPulse.Jobs;
using RetailPulse.Silo.Telemetry;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Submits jobs to the cluster.</summary>
internal sealed class SubmissionCall(IGrainFactory grains, JobReferences references, JobOwnerCache owners, ClusterCall cluster)
{
    /// <summary>Submits a job, and returns its id or why it was not accepted.</summary>
    /// <param name="key">Idempotency key; <see langword="null"/> if the client sent none.</param>
    /// <param name="fingerprint">Digest of the body, if there is a key.</param>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<SubmissionReceipt> SubmitAsync(Caller caller, JobSubmission read, IdempotencyKey? key, string? fingerprint)
    {
        using var activity = TelemetryHosting.Activities.StartActivity("submit");
        var submission = read with { Tenant = caller.Tenant, SubmittedBy = caller.RecordedKey, Traceparent = Activity.Current?.Id };
        var receipt =
            key is null || fingerprint is null
                ? await SubmitAsync(submission, caller.Quota)
                : await cluster.CallAsync(
                    () =>
                        grains
                            .GetGrain<IIdempotencyGrain>(key.GrainKey(caller.Tenant))
                            .SubmitOnceAsync(fingerprint, key.EarlierGrainKeys(caller.Tenant), submission, caller.Quota),
                    CallBudgets.Submission
                );
        if (caller.Scope is not null && receipt.IsNew)
            owners.Remember(receipt.JobId, caller.Tenant);
        return receipt;
    }

    private async Task<SubmissionReceipt> SubmitAsync(JobSubmission submission, TenantQuota? quota)
    {
        var jobId = await cluster.CallAsync(() => grains.GetGrain<IJobIdGrain>(0).NextAsync().AsTask(), CallBudgets.JobId);
        var job = references.Job(jobId);
        return await cluster.CallAsync(
            async () =>
            {
                // A job that was admitted once is admitted again under the same id.
                var excess = quota is null
                    ? null
                    : await grains.GetGrain<ITenantGrain>(submission.Tenant).AdmitAsync(jobId, submission.Images, quota);
                if (excess is null)
                    await job.SubmitAsync(submission);
                return new SubmissionReceipt(jobId, Replayed: false, Conflict: false, excess);
            },
            CallBudgets.Submission
        );
    }
}
