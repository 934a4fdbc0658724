using RetailPulse.Grains.Ledger;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Jobs;

/// <summary>Asks the store master once about every visit of a job, and records the images of unknown stores as failed.</summary>
internal sealed class StoreCheck(ILedger ledger, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Visits asked about in one call.</summary>
    private const int BatchSize = 10_000;

    /// <summary>May be repeated after a crash: results that are there stay, whatever the store master says by then.</summary>
    public async Task RecordUnknownAsync(long jobId, CancellationToken cancellationToken)
    {
        var after = -1;
        while (await ledger.ReadPendingVisitsAsync(jobId, after, BatchSize, cancellationToken) is { Count: > 0 } visits)
        {
            var unknown = await FindUnknownAsync(visits);
            int[] refused = [.. visits.Where(visit => unknown.Contains(visit.StoreId)).Select(visit => visit.Visit)];
            if (refused.Length > 0) await ledger.RecordUnknownStoresAsync(jobId, refused, time.GetUtcNow(), cancellationToken);
            after = visits[^1].Visit;
        }
    }

    private async Task<HashSet<string>> FindUnknownAsync(IReadOnlyList<PendingVisit> visits)
    {
        var ids = visits.Select(visit => visit.StoreId).Distinct(StringComparer.Ordinal);
        return [.. await grains.GetGrain<IStoreMasterGrain>(0).FindUnknownAsync([.. ids])];
    }
}
