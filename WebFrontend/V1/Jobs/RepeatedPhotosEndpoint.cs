using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// <c>GET /api/v1/jobs/{id}/repeated-photos</c>: lists images with the same bytes as an earlier one, also while the job runs.
/// </summary>
internal static class RepeatedPhotosEndpoint
{
    internal static async Task<Results<JsonHttpResult<RepeatedPhotosPageResponse>, Problem>> GetAsync(
        string id,
        HttpRequest request,
        JobReferences references,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(request);
        var page = query.Page(Positions.Images);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;

        var found = await cluster.CallAsync(() => references.Images(jobId).ReadRepeatsAsync(page.After, page.Size), CallBudgets.Page);
        return found is null
            ? Problem.JobNotFound
            : TypedResults.Json(RepeatedPhotosPageResponse.From(found, page), JobsJson.Bodies.RepeatedPhotosPageResponse);
    }
}
