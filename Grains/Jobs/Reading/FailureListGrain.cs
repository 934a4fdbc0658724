using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Stores;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Runs on the silo that receives the call, because all silos read the same ledger.</summary>
[StatelessWorker, Reentrant]
internal sealed class FailureListGrain(IFailureQueries ledger, TimeProvider time) : Grain, IFailureListGrain
{
    /// <summary>Number of failures that one statement examines: some hundredths of a second of the ledger's time.</summary>
    private const int BatchSize = 5_000;

    /// <summary>Time after which a page is returned with what it has.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    public async Task<FailurePage> ReadAsync(FailureFilter filter, FailurePosition? after, int limit)
    {
        var area = filter.Area is null ? null : await AreaStores.FindAsync(GrainFactory, filter.Area);
        if (area is { Count: 0 })
            return FailurePage.Empty;

        var started = time.GetTimestamp();
        var (failures, readUpTo) = (new List<ListedFailure>(), after);
        do
        {
            var page = await ledger.ReadAsync(filter, area, readUpTo, limit - failures.Count, BatchSize, CancellationToken.None);
            failures.AddRange(page.Failures);
            readUpTo = page.ReadUpTo;
        } while (readUpTo is not null && failures.Count < limit && time.GetElapsedTime(started) < TimeLimit);
        return new FailurePage([.. failures], readUpTo);
    }
}
