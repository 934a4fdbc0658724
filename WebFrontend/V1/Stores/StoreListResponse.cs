using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>A page of stores, ordered by id.</summary>
/// <param name="Stores">Stores of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record StoreListResponse(IReadOnlyList<StoreResponse> Stores, string? NextPageToken)
{
    public static StoreListResponse From(PathString root, StorePage found, PageRequest<string?> page) =>
        new(
            [.. found.Stores.Select(store => StoreResponse.From(root, store))],
            found.More ? page.TokenAfter(found.Stores[^1].StoreId) : null
        );
}
