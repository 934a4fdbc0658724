using RetailPulse.Stores;
using RetailPulse.Visits;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>Measured images of one store. Two pieces of one store that follow each other belong together.</summary>
internal readonly record struct StoreChunk(Store Store, IReadOnlyList<Measurement> Data)
{
    /// <summary>Puts a page of measured images together with their stores.</summary>
    /// <param name="stores">In order; all images are of these.</param>
    /// <param name="each">A store without images has a piece too.</param>
    public static IEnumerable<StoreChunk> Cut(IEnumerable<Store> stores, IEnumerable<Measurement> page, bool each)
    {
        var data = page.ToLookup(found => found.StoreId, StringComparer.Ordinal);
        return stores.Select(store => new StoreChunk(store, [.. data[store.StoreId]])).Where(piece => each || piece.Data.Count > 0);
    }
}
