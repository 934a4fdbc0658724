using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Me;

/// <summary><c>GET /api/v1/me</c>.</summary>
internal static class MeEndpoint
{
    internal static async Task<Results<JsonHttpResult<MeResponse>, Problem>> GetAsync(
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var caller = Caller.Of(request.HttpContext);
        var use = await cluster.CallAsync(() => grains.GetGrain<ITenantGrain>(caller.Tenant).ReadUseAsync(), CallBudgets.Page);
        return TypedResults.Json(MeResponse.From(caller, request.HttpContext.Features.Get<RateStanding>(), use), MeJson.Bodies.MeResponse);
    }
}
