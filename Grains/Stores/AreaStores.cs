using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>Finds the stores of an area in the store master in force.</summary>
internal static class AreaStores
{
    /// <summary>Number of stores per call to the store master.</summary>
    private const int PageSize = 1_000;

    /// <summary>Returns the ids of all stores of the area; none if it is unknown.</summary>
    public static async Task<IReadOnlyCollection<string>> FindAsync(IGrainFactory grains, string area)
    {
        var found = new List<string>();
        StorePage page;
        do
        {
            page = await grains.GetGrain<IStoreMasterGrain>(0).SearchAsync(new StoreSearch(area, null, found.LastOrDefault(), PageSize));
            found.AddRange(page.Stores.Select(store => store.StoreId));
        } while (page.More);
        return found;
    }
}
