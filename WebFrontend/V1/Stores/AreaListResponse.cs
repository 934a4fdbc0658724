using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>A page of areas, ordered by code.</summary>
/// <param name="Areas">Areas of this page.</param>
/// <param name="Total">Number of areas on all pages.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record AreaListResponse(IReadOnlyList<AreaResponse> Areas, int Total, string? NextPageToken)
{
    public static AreaListResponse From(AreaPage found, PageRequest<string?> page) =>
        new([.. found.Areas.Select(AreaResponse.From)], found.Total, found.More ? page.TokenAfter(found.Areas[^1].AreaCode) : null);
}

/// <summary>An area of the store master in force.</summary>
/// <param name="AreaCode">Code of the area; empty for the stores without one.</param>
/// <param name="Stores">Number of its stores.</param>
internal sealed record AreaResponse(string AreaCode, [property: Minimum(1)] int Stores)
{
    public static AreaResponse From(Area area) => new(area.AreaCode, area.Stores);
}
