using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary><c>GET /api/v1/stores/{id}/visits</c>.</summary>
internal static class StoreVisitsEndpoint
{
    internal static async Task<Results<JsonHttpResult<StoreVisitsResponse>, Problem>> GetAsync(
        string id,
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var page = query.Page(Positions.Visits);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);

        if (await StoreEndpoint.FindAsync(id, grains, cluster) is not { } store)
            return Problem.StoreNotFound;

        var scope = Caller.Of(request.HttpContext).Scope;

        // One more than requested shows whether there is another page.
        var timeline = await cluster.CallAsync(
            () => grains.GetGrain<IVisitListGrain>(0).ReadTimelineAsync(store.StoreId, page.After, page.Size + 1, scope),
            CallBudgets.LongPage
        );
        return TypedResults.Json(StoreVisitsResponse.From(request.PathBase, store, timeline, page), StoresJson.Bodies.StoreVisitsResponse);
    }
}
