using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>The stores of an area, as the store master in force has them.</summary>
internal static class AreaStores
{
    /// <summary>Stores of one answer of the store master.</summary>
    private const int StoresAtOnce = 1_000;

    /// <summary>Returns the ids of all stores of the area; none when it is unknown.</summary>
    public static async Task<IReadOnlyCollection<string>> FindAsync(IGrainFactory grains, string area)
    {
        var found = new List<string>();
        StorePage page;
        do
        {
            page = await grains.GetGrain<IStoreMasterGrain>(0).SearchAsync(new StoreSearch(area, null, found.LastOrDefault(), StoresAtOnce));
            found.AddRange(page.Stores.Select(store => store.StoreId));
        }
        while (page.More);
        return found;
    }
}
