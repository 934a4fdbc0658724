using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Contract;

/// <summary><c>GET /api/status?jobid=</c>.</summary>
internal static class StatusEndpoint
{
    internal static async Task<Results<TaggedJson<StatusResponse>, BadRequest<ErrorResponse>>> GetStatusAsync(
        HttpContext context,
        string? jobid,
        JobOwnerCache owners,
        JobReferences references,
        ClusterCall cluster
    )
    {
        if (!JobId.TryParse(jobid, out var id))
            return TypedResults.BadRequest(ErrorResponse.UnknownJob);
        if (!await owners.AllowsAsync(Caller.Of(context), id))
            return TypedResults.BadRequest(ErrorResponse.UnknownJob);
        var job = await cluster.CallAsync(() => references.Job(id).GetStatusAsync().AsTask(), CallBudgets.Job);
        return job is null
            ? TypedResults.BadRequest(ErrorResponse.UnknownJob)
            : new TaggedJson<StatusResponse>(StatusResponse.From(job), ContractJson.Default.StatusResponse);
    }
}
