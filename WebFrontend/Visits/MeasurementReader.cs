using System.Collections.Immutable;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>Reads measured images page by page, by store.</summary>
/// <param name="first">First page of the result of <paramref name="search"/>.</param>
/// <param name="each">Whether stores without images are included.</param>
/// <param name="tenant">Tenant whose jobs are included; <see langword="null"/> for all tenants.</param>
internal sealed class MeasurementReader(
    StoreSearch search,
    StorePage first,
    bool each,
    VisitPeriod period,
    string? tenant,
    IGrainFactory grains,
    ClusterCall cluster
)
{
    /// <summary>Number of images per page.</summary>
    private const int PageSize = 1_000;

    private StorePage stores = first;
    private Measurement? after;

    /// <summary>Whether everything was read.</summary>
    public bool Done { get; private set; }

    /// <summary>Returns the next chunks, perhaps none.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<IReadOnlyList<StoreChunk>> ReadAsync()
    {
        var ids = stores.Stores.Select(store => store.StoreId).ToImmutableArray();
        var page = await cluster.CallAsync(
            () => grains.GetGrain<IVisitListGrain>(0).ReadMeasurementsAsync(new MeasurementQuery(ids, period, after, PageSize, tenant)),
            CallBudgets.Page
        );
        StoreChunk[] chunks = [.. StoreChunk.Cut(Reached(page), page, each)];
        if (page.Length == PageSize)
            after = page[^1];
        else
            await NextStoresAsync();
        return chunks;
    }

    /// <summary>
    /// Returns the stores that a page covers: from the one in which the previous page ended to the one in which this page ends.
    /// </summary>
    private IEnumerable<Store> Reached(ImmutableArray<Measurement> page)
    {
        var last = page.Length == PageSize ? page[^1].StoreId : null;
        return stores
            .Stores.SkipWhile(store => string.CompareOrdinal(store.StoreId, after?.StoreId) < 0)
            .TakeWhile(store => last is null || string.CompareOrdinal(store.StoreId, last) <= 0);
    }

    private async Task NextStoresAsync()
    {
        after = null;
        if (!stores.More)
        {
            Done = true;
            return;
        }

        var next = search with { After = stores.Stores[^1].StoreId };
        stores = await cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).SearchAsync(next).AsTask(), CallBudgets.Page);
    }
}
