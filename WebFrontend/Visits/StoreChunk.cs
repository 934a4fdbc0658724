using RetailPulse.Stores;
using RetailPulse.Visits;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>Measured images of one store. Consecutive chunks of the same store belong together.</summary>
internal readonly record struct StoreChunk(Store Store, IReadOnlyList<Measurement> Data)
{
    /// <summary>Groups a page of measured images by store.</summary>
    /// <param name="stores">Stores of all images, in order.</param>
    /// <param name="each">Whether a store without images has a chunk too.</param>
    public static IEnumerable<StoreChunk> Cut(IEnumerable<Store> stores, IEnumerable<Measurement> page, bool each)
    {
        var data = page.ToLookup(found => found.StoreId, StringComparer.Ordinal);
        return stores.Select(store => new StoreChunk(store, [.. data[store.StoreId]])).Where(chunk => each || chunk.Data.Count > 0);
    }
}
