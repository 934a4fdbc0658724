using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs/{id}/repeated-photos</c>: images whose bytes were seen before, of a job that runs too.</summary>
internal static class RepeatedPhotosEndpoint
{
    private const int DefaultSize = 100;
    private const int LargestSize = 1_000;

    internal static async Task<Results<JsonHttpResult<RepeatedPhotosPageResponse>, Problem>> GetAsync(
        string id, HttpRequest request, JobReferences references, ClusterCall cluster)
    {
        var query = new QueryReader(request);
        var page = query.Page(DefaultSize, LargestSize);
        if (query.Problems() is { Count: > 0 } problems) return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;

        var after = page.After is { } position ? JobImagesResponse.Unpack(position) : ImagePlace.Start;
        var found = await cluster.CallAsync(() => references.Images(jobId).ReadRepeatsAsync(after, page.Size), CallBudgets.Page);
        return found is null ? Problem.JobNotFound : TypedResults.Json(RepeatedPhotosPageResponse.From(found, page), JobsJson.Bodies.RepeatedPhotosPageResponse);
    }
}
