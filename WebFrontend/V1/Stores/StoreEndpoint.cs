using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary><c>GET /api/v1/stores/{id}</c>.</summary>
internal static class StoreEndpoint
{
    /// <summary>The store master answers from memory, or after an activation that reads its newest version.</summary>
    internal static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(4), Total: TimeSpan.FromSeconds(5));

    internal static async Task<Results<JsonHttpResult<StoreResponse>, Problem>> GetAsync(string id, HttpRequest request, IGrainFactory grains, ClusterCall cluster)
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems) return Problem.InvalidQuery(problems);
        var (answered, store) = await FindAsync(id, grains, cluster);
        if (!answered) return Problem.Unavailable;
        return store is null ? Problem.StoreNotFound : TypedResults.Json(StoreResponse.From(request.PathBase, store), V1Json.Bodies.StoreResponse);
    }

    /// <param name="segment">The id as the path has it.</param>
    internal static Task<(bool Answered, Store? Store)> FindAsync(string segment, IGrainFactory grains, ClusterCall cluster) =>
        cluster.TryAsync(() => grains.GetGrain<IStoreMasterGrain>(0).FindAsync(StoreLinks.Read(segment)).AsTask(), Budget);
}
