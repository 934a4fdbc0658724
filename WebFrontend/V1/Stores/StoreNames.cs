using System.Collections.Immutable;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>Names and areas of the stores in one response, as the store master in force has them. Each store is asked for once.</summary>
/// <param name="find">Returns the known ones of some ids; <see langword="null"/> when the cluster does not respond.</param>
internal sealed class StoreNames(Func<ImmutableArray<string>, Task<ImmutableArray<Store>?>> find)
{
    /// <summary>Maximum number of stores that are remembered.</summary>
    private const int MostKnown = 10_000;

    private readonly Dictionary<string, Store?> known = new(StringComparer.Ordinal);

    public static StoreNames Of(IGrainFactory grains, ClusterCall cluster) => new(async ids =>
    {
        var (answered, stores) = await cluster.TryAsync(() => grains.GetGrain<IStoreMasterGrain>(0).FindAllAsync(ids).AsTask(), StoreEndpoint.Budget);
        return answered ? stores : null;
    });

    /// <summary>
    /// Makes the stores of some ids (at most 10,000) ready for <see cref="Find"/>. Returns <see langword="false"/> when the cluster does not respond.
    /// </summary>
    public async Task<bool> ReadAsync(IEnumerable<string> storeIds)
    {
        string[] wanted = [.. storeIds.Distinct(StringComparer.Ordinal)];
        if (known.Count + wanted.Length > MostKnown) known.Clear();
        ImmutableArray<string> missing = [.. wanted.Where(id => !known.ContainsKey(id))];
        if (missing.IsEmpty) return true;
        if (await find(missing) is not { } stores) return false;
        foreach (var id in missing) known[id] = null;
        foreach (var store in stores) known[store.StoreId] = store;
        return true;
    }

    /// <summary>The store of an id that was read last; <see langword="null"/> when the store master lacks it.</summary>
    public Store? Find(string storeId) => known.GetValueOrDefault(storeId);
}
