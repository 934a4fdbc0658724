using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Hosts;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Hosts;

/// <summary><c>GET /api/v1/hosts</c>.</summary>
internal static class HostListEndpoint
{
    public const int Most = 1_000;

    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(3), Total: TimeSpan.FromSeconds(4));

    internal static async Task<Results<JsonHttpResult<HostListResponse>, Problem>> ListAsync(HttpRequest request, IGrainFactory grains, ClusterCall cluster)
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems) return Problem.InvalidQuery(problems);
        var (answered, hosts) = await cluster.TryAsync(() => grains.GetGrain<IHostListGrain>(0).ReadAsync(Most), Budget);
        return answered ? TypedResults.Json(HostListResponse.From(hosts!), V1Json.Bodies.HostListResponse) : Problem.Unavailable;
    }
}
