using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Throughput;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Jobs;

/// <summary>Looks up every visit of a job in the store master once, and records the images of unknown stores as failed.</summary>
internal sealed class StoreCheck(ILedger ledger, IGrainFactory grains, ResultCounter counter, TimeProvider time)
{
    /// <summary>Number of visits per query.</summary>
    private const int BatchSize = 10_000;

    /// <summary>Number of images after which a write is full: it takes about a second, in which no other write may pass it.</summary>
    private const int WriteSize = 10_000;

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
            foreach (var refused in Divide(visits.Where(visit => unknown.Contains(visit.StoreId))))
                counter.CountFailed(await ledger.RecordUnknownStoresAsync(jobId, refused, time.GetUtcNow(), cancellationToken));
            after = visits[^1].Visit;
        }
    }

    /// <summary>Divides visits into writes. A visit of very many images has several.</summary>
    private static IEnumerable<ImagesOfVisits> Divide(IEnumerable<PendingVisit> visits)
    {
        var (write, images) = (new List<int>(), 0L);
        foreach (var visit in visits)
        {
            for (var first = 0; visit.Images > WriteSize && first < visit.Images; first += WriteSize)
                yield return new ImagesOfVisits([visit.Visit], first, first + WriteSize - 1);
            if (visit.Images > WriteSize)
                continue;
            if (images + visit.Images > WriteSize)
            {
                yield return new ImagesOfVisits(write);
                (write, images) = ([], 0);
            }

            write.Add(visit.Visit);
            images += visit.Images;
        }

        if (write.Count > 0)
            yield return new ImagesOfVisits(write);
    }

    private async Task<HashSet<string>> FindUnknownAsync(IReadOnlyList<PendingVisit> visits)
    {
        var ids = visits.Select(visit => visit.StoreId).Distinct(StringComparer.Ordinal);
        return [.. await grains.GetGrain<IStoreMasterGrain>(0).FindUnknownAsync([.. ids])];
    }
}
