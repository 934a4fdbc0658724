using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary><c>GET /api/v1/stores?area=&amp;q=</c>.</summary>
internal static class StoreListEndpoint
{
    internal static async Task<Results<JsonHttpResult<StoreListResponse>, Problem>> ListAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var (area, text) = (query.Text("area"), query.Text("q"));
        var page = query.Page(Positions.Stores);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);

        var search = new StoreSearch(area, text, page.After, page.Size);
        var found = await cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).SearchAsync(search).AsTask(), CallBudgets.Stores);
        return TypedResults.Json(StoreListResponse.From(request.PathBase, found, page), StoresJson.Bodies.StoreListResponse);
    }
}
