using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Cluster;
using RetailPulse.Hosts;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Hosts;

namespace RetailPulse.WebFrontend.V1.Cluster;

/// <summary><c>GET /api/v1/cluster</c> and <c>GET /api/v1/throughput</c>.</summary>
internal static class ClusterEndpoint
{
    internal static async Task<Results<JsonHttpResult<ClusterResponse>, Problem>> GetAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster,
        FrontEnd frontEnd
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var silos = cluster.CallAsync(() => grains.GetGrain<IClusterGrain>(0).ReadAsync(), CallBudgets.Hosts);
        var hosts = cluster.CallAsync(() => grains.GetGrain<IHostListGrain>(0).ReadAsync(HostListEndpoint.MaxHosts), CallBudgets.Hosts);
        await Task.WhenAll(silos, hosts);
        return TypedResults.Json(ClusterResponse.From(frontEnd.Describe(), await silos, await hosts), ClusterJson.Bodies.ClusterResponse);
    }

    internal static async Task<Results<JsonHttpResult<ThroughputResponse>, Problem>> GetThroughputAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var unit = query.Choice("per", Codes.ThroughputUnits) ?? ThroughputUnit.Minute;
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var points = await cluster.CallAsync(() => grains.GetGrain<IClusterGrain>(0).ReadThroughputAsync(unit), CallBudgets.Page);
        return TypedResults.Json(ThroughputResponse.From(unit, points), ClusterJson.Bodies.ThroughputResponse);
    }
}
