using Orleans.Placement;
using RetailPulse.Jobs;
using RetailPulse.Tenants;

namespace RetailPulse.Grains.Jobs;

/// <summary>Claims a job id for a key before it submits, so that a repeated call after a crash submits the same job.</summary>
[Immovable]
internal sealed class IdempotencyGrain([PersistentState("idempotency")] IPersistentState<StoredIdempotency> stored, JobReferences references, TimeProvider time)
    : Grain, IIdempotencyGrain
{
    public async Task<SubmissionReceipt> SubmitAsync(string fingerprint, JobSubmission submission, TenantQuota? quota = null)
    {
        var replayed = stored.RecordExists && stored.State.HoldsAt(time.GetUtcNow());
        if (!replayed && await ClaimAsync(fingerprint, submission, quota) is { } excess) return new SubmissionReceipt(0, Replayed: false, Conflict: false, excess);
        var claim = stored.State;
        if (claim.Fingerprint != fingerprint) return new SubmissionReceipt(claim.JobId, Replayed: false, Conflict: true);

        // The first call may have crashed between its claim and its submission.
        await references.Job(claim.JobId).SubmitAsync(submission);
        return new SubmissionReceipt(claim.JobId, replayed, Conflict: false);
    }

    /// <summary>Claims the key. Returns the quota that the job exceeds, in which case nothing is claimed.</summary>
    private async Task<QuotaExcess?> ClaimAsync(string fingerprint, JobSubmission submission, TenantQuota? quota)
    {
        var jobId = await GrainFactory.GetGrain<IJobIdGrain>(0).NextAsync();
        if (quota is not null && await GrainFactory.GetGrain<ITenantGrain>(submission.Tenant).AdmitAsync(jobId, submission.Images, quota) is { } excess) return excess;
        await this.WriteAsync(stored, new StoredIdempotency { JobId = jobId, Fingerprint = fingerprint, ClaimedAt = time.GetUtcNow() });
        return null;
    }
}

/// <summary>The stored claim of a key on a job.</summary>
internal sealed class StoredIdempotency
{
    public int Schema { get; set; } = 1;
    public long JobId { get; set; }
    public string Fingerprint { get; set; } = "";
    public DateTimeOffset ClaimedAt { get; set; }

    /// <summary>Returns whether the claim is still valid. It expires after 24 hours.</summary>
    public bool HoldsAt(DateTimeOffset now) => now - ClaimedAt < TimeSpan.FromHours(24);
}
