using RetailPulse.Grains.Ledger;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Jobs;

/// <summary>Looks up every visit of a job in the store master once, and records the images of unknown stores as failed.</summary>
internal sealed class StoreCheck(ILedger ledger, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Number of visits per query.</summary>
    private const int BatchSize = 10_000;

    /// <summary>
    /// Records the images of unknown stores as failed. Repeatable after a crash: existing results stay, even if the store master has
    /// changed.
    /// </summary>
    public async Task RecordUnknownAsync(long jobId, CancellationToken cancellationToken)
    {
        var after = -1;
        while (await ledger.ReadPendingVisitsAsync(jobId, after, BatchSize, cancellationToken) is { Count: > 0 } visits)
        {
            var unknown = await FindUnknownAsync(visits);
            int[] refused = [.. visits.Where(visit => unknown.Contains(visit.StoreId)).Select(visit => visit.Visit)];
            if (refused.Length > 0)
                await ledger.RecordUnknownStoresAsync(jobId, refused, time.GetUtcNow(), cancellationToken);
            after = visits[^1].Visit;
        }
    }

    private async Task<HashSet<string>> FindUnknownAsync(IReadOnlyList<PendingVisit> visits)
    {
        var ids = visits.Select(visit => visit.StoreId).Distinct(StringComparer.Ordinal);
        return [.. await grains.GetGrain<IStoreMasterGrain>(0).FindUnknownAsync([.. ids])];
    }
}
