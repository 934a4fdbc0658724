using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>A page of stores, in order of their ids.</summary>
/// <param name="NextPageToken">Asks for the next page; <see langword="null"/> on the last.</param>
internal sealed record StoreListResponse(IReadOnlyList<StoreResponse> Stores, string? NextPageToken)
{
    public static StoreListResponse From(PathString root, StorePage page, string listing) =>
        new([.. page.Stores.Select(store => StoreResponse.From(root, store))], page.More ? PageToken.Write(listing, page.Stores[^1].StoreId) : null);
}
