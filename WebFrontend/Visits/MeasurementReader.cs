using System.Collections.Immutable;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>Reads measured images page by page, store by store, however many there are.</summary>
/// <param name="first">The first page of what <paramref name="search"/> finds.</param>
/// <param name="each">A store without images is told of too.</param>
/// <param name="tenant">Of whose jobs; <see langword="null"/>: of all.</param>
internal sealed class MeasurementReader(StoreSearch search, StorePage first, bool each, VisitPeriod period, string? tenant, IGrainFactory grains, ClusterCall cluster)
{
    /// <summary>Images of one page.</summary>
    private const int PageSize = 1_000;

    /// <summary>One call may ask the ledger once for each store of a page.</summary>
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(5), Total: TimeSpan.FromSeconds(6));

    private StorePage stores = first;
    private Measurement? after;

    /// <summary>Everything was read.</summary>
    public bool Done { get; private set; }

    /// <summary>The next pieces, perhaps none; <see langword="null"/> when the cluster does not answer.</summary>
    public async Task<IReadOnlyList<StoreChunk>?> ReadAsync()
    {
        var ids = stores.Stores.Select(store => store.StoreId).ToImmutableArray();
        var (answered, page) = await cluster.TryAsync(
            () => grains.GetGrain<IVisitListGrain>(0).ReadMeasurementsAsync(new MeasurementQuery(ids, period, after, PageSize, tenant)), Budget);
        if (!answered) return null;

        StoreChunk[] pieces = [.. StoreChunk.Cut(Reached(page), page, each)];
        if (page.Length == PageSize) after = page[^1];
        else if (!await NextStoresAsync()) return null;
        return pieces;
    }

    /// <summary>The stores that a page tells of, or would: from the one in which the page before it ended, to the one in which this one ends.</summary>
    private IEnumerable<Store> Reached(ImmutableArray<Measurement> page)
    {
        var last = page.Length == PageSize ? page[^1].StoreId : null;
        return stores.Stores
            .SkipWhile(store => string.CompareOrdinal(store.StoreId, after?.StoreId) < 0)
            .TakeWhile(store => last is null || string.CompareOrdinal(store.StoreId, last) <= 0);
    }

    private async Task<bool> NextStoresAsync()
    {
        after = null;
        if (!stores.More)
        {
            Done = true;
            return true;
        }

        var next = search with { After = stores.Stores[^1].StoreId };
        var (answered, page) = await cluster.TryAsync(() => grains.GetGrain<IStoreMasterGrain>(0).SearchAsync(next).AsTask(), Budget);
        if (answered) stores = page!;
        return answered;
    }
}
