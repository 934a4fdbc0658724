using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Stores;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Runs on the silo that receives the call, because all silos read the same ledger.</summary>
[StatelessWorker, Reentrant]
internal sealed class JobListGrain(IJobQueries ledger) : Grain, IJobListGrain
{
    public async Task<ImmutableArray<JobListItem>> ReadAsync(JobFilter filter, long before, int limit)
    {
        var area = filter.Area is null ? null : await AreaStores.FindAsync(GrainFactory, filter.Area);
        return area is { Count: 0 } ? [] : [.. await ledger.ReadJobsAsync(filter, area, before, limit, CancellationToken.None)];
    }
}
