using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs/{id}/visits/{visit}/images/{image}/attempts</c>.</summary>
internal static class AttemptsEndpoint
{
    internal static async Task<Results<JsonHttpResult<AttemptsResponse>, Problem>> GetAsync(
        string id,
        string visit,
        string image,
        HttpRequest request,
        JobReferences references,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        var place =
            Digits.TryParse(visit, out int visitNumber) && Digits.TryParse(image, out int imageNumber)
                ? new ImagePlace(visitNumber, imageNumber)
                : new ImagePlace(int.MaxValue, int.MaxValue);
        var recorded = await cluster.CallAsync(() => references.Images(jobId).ReadAttemptsAsync(place), CallBudgets.Page);
        if (recorded is null)
            return Problem.JobNotFound;
        return recorded.Exists
            ? TypedResults.Json(AttemptsResponse.From(recorded), JobsJson.Bodies.AttemptsResponse)
            : Problem.ImageNotFound;
    }
}
