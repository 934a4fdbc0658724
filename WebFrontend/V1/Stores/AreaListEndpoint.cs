using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary><c>GET /api/v1/areas</c>.</summary>
internal static class AreaListEndpoint
{
    internal static async Task<Results<JsonHttpResult<AreaListResponse>, Problem>> ListAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var page = query.Page(Positions.Areas);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);

        var list = new AreaList(page.After, page.Size);
        var found = await cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).ListAreasAsync(list).AsTask(), CallBudgets.Stores);
        return TypedResults.Json(AreaListResponse.From(found, page), StoresJson.Bodies.AreaListResponse);
    }
}
