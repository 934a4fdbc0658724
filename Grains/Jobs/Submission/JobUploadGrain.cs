using System.Collections.Immutable;
using Orleans.Placement;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Submission;

/// <summary>Writes the parts of an upload to the ledger, which decides whether the upload is still open.</summary>
[RandomPlacement, Immovable]
internal sealed class JobUploadGrain(IUploadLedger uploads, TimeProvider time) : Grain, IJobUploadGrain
{
    private long Id => this.GetPrimaryKeyLong();

    public Task BeginAsync(JobSubmission head) => uploads.BeginAsync(Id, head, time.GetUtcNow(), CancellationToken.None);

    public Task<bool> AddAsync(int first, ImmutableArray<VisitSubmission> visits) =>
        uploads.AddVisitsAsync(Id, first, visits, time.GetUtcNow(), CancellationToken.None);

    public Task AbandonAsync()
    {
        DeactivateOnIdle();
        return uploads.AbandonAsync(Id, CancellationToken.None);
    }
}
