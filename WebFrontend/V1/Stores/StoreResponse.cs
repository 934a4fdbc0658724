using RetailPulse.Stores;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>A store of the store master.</summary>
/// <param name="StoreId">Id of the store.</param>
/// <param name="StoreName">Name of the store.</param>
/// <param name="AreaCode">Area of the store.</param>
/// <param name="Links">Paths of related resources.</param>
internal sealed record StoreResponse(string StoreId, string StoreName, string AreaCode, StoreLinks Links)
{
    public static StoreResponse From(PathString root, Store store) =>
        new(store.StoreId, store.StoreName, store.AreaCode, StoreLinks.Of(root, store.StoreId));
}

/// <summary>Paths of a store and its visits.</summary>
/// <param name="Self">Path of the store.</param>
/// <param name="Visits">Path of the store's visits.</param>
internal sealed record StoreLinks(string Self, string Visits)
{
    public static StoreLinks Of(PathString root, string id)
    {
        var self = $"{root}/api/v1/stores/{Uri.EscapeDataString(id)}";
        return new StoreLinks(self, $"{self}/visits");
    }

    /// <summary>Returns the path segment of an id for a request within this process, which is not decoded on its way.</summary>
    public static string Segment(string id) => id.Replace("/", "%2F", StringComparison.Ordinal);

    /// <summary>
    /// Returns the id in a path segment. The slash is the only character that arrives escaped, because the server would take it for a
    /// separator.
    /// </summary>
    public static string Read(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
