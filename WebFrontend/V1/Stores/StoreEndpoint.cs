using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary><c>GET /api/v1/stores/{id}</c>.</summary>
internal static class StoreEndpoint
{
    internal static async Task<Results<JsonHttpResult<StoreResponse>, Problem>> GetAsync(
        string id,
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var store = await FindAsync(id, grains, cluster);
        return store is null
            ? Problem.StoreNotFound
            : TypedResults.Json(StoreResponse.From(request.PathBase, store), StoresJson.Bodies.StoreResponse);
    }

    /// <param name="segment">Id of the store, as a segment of the path.</param>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    internal static Task<Store?> FindAsync(string segment, IGrainFactory grains, ClusterCall cluster) =>
        cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).FindAsync(StoreLinks.Read(segment)).AsTask(), CallBudgets.Stores);
}
