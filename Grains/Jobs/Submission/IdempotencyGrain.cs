using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Storage;
using RetailPulse.Grains.Cluster;
using RetailPulse.Jobs;
using RetailPulse.Tenants;

namespace RetailPulse.Grains.Jobs.Submission;

/// <summary>Claims a job id for a key before it submits, so that a repeated call after a crash submits the same job.</summary>
[Immovable]
internal sealed partial class IdempotencyGrain(
    [PersistentState(IdempotencyGrain.StateName)] IPersistentState<StoredIdempotency> stored,
    [FromKeyedServices("Default")] IGrainStorage storage,
    JobReferences references,
    ClockWatch clock,
    TimeProvider time
) : Grain, IIdempotencyGrain
{
    private const string StateName = "idempotency";

    public Task<SubmissionReceipt> SubmitAsync(string fingerprint, JobSubmission submission, TenantQuota? quota = null) =>
        SubmitOnceAsync(fingerprint, [], submission, quota);

    public async Task<SubmissionReceipt> SubmitOnceAsync(
        string fingerprint,
        ImmutableArray<string> earlierKeys,
        JobSubmission submission,
        TenantQuota? quota = null
    )
    {
        if (!stored.RecordExists && await FindEarlierAsync(earlierKeys) is { } earlier)
            await this.WriteAsync(stored, earlier);
        var replayed = stored.RecordExists && Holds(stored.State);
        if (!replayed && await ClaimAsync(fingerprint, submission, quota) is { } excess)
            return Exceeding(excess);
        var claim = stored.State;
        if (claim.Fingerprint != fingerprint)
            return new SubmissionReceipt(claim.JobId, Replayed: false, Conflict: true);

        // The first call may have crashed between its claim and its submission.
        await references.Job(claim.JobId).SubmitAsync(submission);
        return new SubmissionReceipt(claim.JobId, replayed, Conflict: false);
    }

    /// <summary>Reads only the documents, because the grains of these keys would stay in memory.</summary>
    private async Task<StoredIdempotency?> FindEarlierAsync(ImmutableArray<string> keys)
    {
        foreach (var key in keys)
        {
            var found = new GrainState<StoredIdempotency>();
            await storage.ReadStateAsync(StateName, GrainId.Create(this.GetGrainId().Type, key), found);
            if (found is { RecordExists: true, State: { } claim } && Holds(claim))
                return claim;
        }

        return null;
    }

    /// <summary>Returns whether a claim still holds. A clock that jumped forward ends none: a repeated submission would become a second job.</summary>
    private bool Holds(StoredIdempotency claim) => clock.HasJumped || claim.HoldsAt(time.GetUtcNow());

    /// <summary>Claims the key. Returns the quota that the job exceeds, in which case nothing is claimed.</summary>
    private async Task<QuotaExcess?> ClaimAsync(string fingerprint, JobSubmission submission, TenantQuota? quota)
    {
        var jobId = await GrainFactory.GetGrain<IJobIdGrain>(0).NextAsync();
        if (await AdmitAsync(jobId, submission.Tenant, submission.Images, quota) is { } excess)
            return excess;
        await ClaimAsync(fingerprint, jobId);
        return null;
    }

    private Task ClaimAsync(string fingerprint, long jobId) =>
        this.WriteAsync(
            stored,
            new StoredIdempotency
            {
                JobId = jobId,
                Fingerprint = fingerprint,
                ClaimedAt = time.GetUtcNow(),
            }
        );

    private async Task<QuotaExcess?> AdmitAsync(long jobId, string tenant, long images, TenantQuota? quota) =>
        quota is null ? null : await GrainFactory.GetGrain<ITenantGrain>(tenant).AdmitAsync(jobId, images, quota);

    private static SubmissionReceipt Exceeding(QuotaExcess excess) => new(0, Replayed: false, Conflict: false, excess);
}
