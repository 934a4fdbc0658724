using RetailPulse.Stores;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>A store of the store master.</summary>
internal sealed record StoreResponse(string StoreId, string StoreName, string AreaCode, StoreLinks Links)
{
    public static StoreResponse From(PathString root, Store store) => new(store.StoreId, store.StoreName, store.AreaCode, StoreLinks.Of(root, store.StoreId));
}

/// <summary>Where more is told of a store.</summary>
internal sealed record StoreLinks(string Self, string Visits)
{
    public static StoreLinks Of(PathString root, string id)
    {
        var self = $"{root}/api/v1/stores/{Uri.EscapeDataString(id)}";
        return new StoreLinks(self, $"{self}/visits");
    }

    /// <summary>The id in a path. Of all characters only the slash comes escaped: to the server it would begin another segment.</summary>
    public static string Read(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
