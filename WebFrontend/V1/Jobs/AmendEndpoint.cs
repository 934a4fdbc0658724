using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>PATCH /api/v1/jobs/{id}/visits/{visit}/images/{image}</c>: a new URL for an image that failed, which alone is tried anew.</summary>
internal static class AmendEndpoint
{
    internal static async Task<Results<JsonHttpResult<RetryResponse>, Problem>> AmendAsync(
        string id, string visit, string image, HttpRequest request, KeyedChanges changes, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;
        if (!Digits.TryParse(visit, out int visitNumber) || !Digits.TryParse(image, out int imageNumber)) return Problem.ImageNotFound;
        var (body, refused) = await JsonBody.ReadAsync(request, JobsJson.Bodies.AmendRequest);
        if (refused is not null) return refused;
        if (body is null || ImageUrl.Trim(body.Url) is not { } url || !ImageUrl.IsValid(url) || url.Any(char.IsControl)) return Problem.InvalidBody(new FieldProblem("/url", ImageUrl.Rule));
        return await RetryEndpoint.AnswerAsync(
            request.HttpContext, jobId, new JobRetry(Place: new ImagePlace(visitNumber, imageNumber), Url: url), changes, references, cluster, time);
    }
}

/// <param name="Url">Of the kind that submissions have.</param>
internal sealed record AmendRequest(string Url);
