using System.Collections.Immutable;
using RetailPulse.Jobs;
using RetailPulse.Tenants;

namespace RetailPulse.Grains.Jobs.Submission;

/// <summary>Completes uploads once per key.</summary>
internal sealed partial class IdempotencyGrain
{
    public async Task<SubmissionReceipt> SubmitUploadedAsync(
        string fingerprint,
        ImmutableArray<string> earlierKeys,
        UploadedJob upload,
        TenantQuota? quota = null
    )
    {
        if (!stored.RecordExists && await FindEarlierAsync(earlierKeys) is { } earlier)
            await this.WriteAsync(stored, earlier);
        if (stored.RecordExists && Holds(stored.State))
        {
            var claim = stored.State;
            if (claim.Fingerprint != fingerprint)
                return new SubmissionReceipt(claim.JobId, Replayed: false, Conflict: true);

            // The first call may have crashed between its claim and its submission, and its upload or its job may have been removed since.
            // Then this upload takes its place.
            if (claim.Made ? await references.Job(claim.JobId).GetStatusAsync() is not null : await SubmitClaimedAsync(claim, upload))
                return new SubmissionReceipt(claim.JobId, Replayed: claim.JobId != upload.JobId, Conflict: false);
        }

        if (await AdmitAsync(upload.JobId, upload.Tenant, upload.Images, quota) is { } excess)
            return Exceeding(excess);
        await ClaimAsync(fingerprint, upload.JobId);
        if (await SubmitClaimedAsync(stored.State, upload))
            return new SubmissionReceipt(upload.JobId, Replayed: false, Conflict: false);
        await this.WriteAsync(stored, new StoredIdempotency());
        return new SubmissionReceipt(0, Replayed: false, Conflict: false, Lost: true);
    }

    /// <summary>Completes the upload of the claimed job, and returns whether the job exists.</summary>
    private async Task<bool> SubmitClaimedAsync(StoredIdempotency claim, UploadedJob upload)
    {
        if (!await references.Job(claim.JobId).SubmitUploadedAsync(upload.Visits, upload.Images))
            return false;
        await this.WriteAsync(
            stored,
            new StoredIdempotency
            {
                JobId = claim.JobId,
                Fingerprint = claim.Fingerprint,
                ClaimedAt = claim.ClaimedAt,
                Made = true,
            }
        );
        return true;
    }
}
