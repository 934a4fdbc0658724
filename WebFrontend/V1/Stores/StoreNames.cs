using System.Collections.Immutable;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>The names and areas of stores in one response, according to the store master in force. Each store is queried once.</summary>
/// <param name="find">Returns those of some stores that the store master contains.</param>
internal sealed class StoreNames(Func<ImmutableArray<string>, Task<ImmutableArray<Store>>> find)
{
    /// <summary>Maximum number of stores that are kept.</summary>
    private const int MaxStores = 10_000;

    private readonly Dictionary<string, Store?> known = new(StringComparer.Ordinal);

    public static StoreNames Of(IGrainFactory grains, ClusterCall cluster) =>
        new(ids => cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).FindAllAsync(ids).AsTask(), CallBudgets.Stores));

    /// <summary>Loads stores (at most 10,000), so that <see cref="Find"/> returns them.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task LoadAsync(IEnumerable<string> storeIds)
    {
        string[] wanted = [.. storeIds.Distinct(StringComparer.Ordinal)];
        if (known.Count + wanted.Length > MaxStores)
            known.Clear();
        ImmutableArray<string> missing = [.. wanted.Where(id => !known.ContainsKey(id))];
        if (missing.IsEmpty)
            return;
        var stores = await find(missing);
        foreach (var id in missing)
            known[id] = null;
        foreach (var store in stores)
            known[store.StoreId] = store;
    }

    /// <summary>Returns a store that was loaded last; <see langword="null"/> if the store master does not contain it.</summary>
    public Store? Find(string storeId) => known.GetValueOrDefault(storeId);
}
