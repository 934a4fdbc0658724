using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Hosts;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Hosts;

/// <summary><c>GET /api/v1/hosts</c>.</summary>
internal static class HostListEndpoint
{
    public const int MaxHosts = 1_000;

    internal static async Task<Results<JsonHttpResult<HostListResponse>, Problem>> ListAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var hosts = await cluster.CallAsync(() => grains.GetGrain<IHostListGrain>(0).ReadAsync(MaxHosts), CallBudgets.Hosts);
        return TypedResults.Json(HostListResponse.From(hosts), HostsJson.Bodies.HostListResponse);
    }
}
