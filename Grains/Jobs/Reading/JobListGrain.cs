using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Runs on the silo that receives the call, because all silos read the same ledger.</summary>
[StatelessWorker, Reentrant]
internal sealed class JobListGrain(ILedgerReads ledger) : Grain, IJobListGrain
{
    /// <summary>Number of stores per query of the store master.</summary>
    private const int StoresAtOnce = 1_000;

    public async Task<ImmutableArray<JobEntry>> ReadAsync(JobFilter filter, long before, int limit)
    {
        var area = filter.Area is null ? null : await FindStoresAsync(filter.Area);
        return area is { Count: 0 } ? [] : [.. await ledger.ReadJobsAsync(filter, area, before, limit, CancellationToken.None)];
    }

    private async Task<IReadOnlyCollection<string>> FindStoresAsync(string area)
    {
        var found = new List<string>();
        StorePage page;
        do
        {
            page = await GrainFactory.GetGrain<IStoreMasterGrain>(0).SearchAsync(new StoreSearch(area, null, found.LastOrDefault(), StoresAtOnce));
            found.AddRange(page.Stores.Select(store => store.StoreId));
        }
        while (page.More);
        return found;
    }
}
