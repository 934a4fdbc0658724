using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Contract;

/// <summary><c>GET /api/status?jobid=</c>.</summary>
internal static class StatusEndpoint
{
    /// <summary>A read that a silo took along in its death is asked again in time for an answer.</summary>
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(1), Total: TimeSpan.FromSeconds(2));

    internal static async Task<Results<StatusResult, BadRequest<ErrorResponse>, Unavailable>>
        GetStatusAsync(HttpContext context, string? jobid, JobOwnerCache owners, JobReferences references, ClusterCall cluster)
    {
        if (!JobId.TryParse(jobid, out var id)) return TypedResults.BadRequest(ErrorResponse.UnknownJob);
        if (await owners.AllowsAsync(Caller.Of(context), id) is not true and var known) return known is null ? Unavailable.Instance : TypedResults.BadRequest(ErrorResponse.UnknownJob);
        var (answered, answer) = await cluster.TryAsync(() => references.Job(id).GetStatusAsync().AsTask(), Budget);
        if (!answered) return Unavailable.Instance;
        return answer is null ? TypedResults.BadRequest(ErrorResponse.UnknownJob) : new StatusResult(StatusResponse.From(answer));
    }
}
