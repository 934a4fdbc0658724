using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// <c>PATCH /api/v1/jobs/{id}/visits/{visit}/images/{image}</c>: replaces the URL of a failed image and retries only that image.
/// </summary>
internal static class AmendEndpoint
{
    internal static async Task<Results<JsonHttpResult<RetryResponse>, Problem>> AmendAsync(
        string id,
        string visit,
        string image,
        HttpRequest request,
        KeyedChanges changes,
        JobReferences references,
        ClusterCall cluster,
        TimeProvider time
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } invalid)
            return Problem.InvalidQuery(invalid);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        if (!Digits.TryParse(visit, out int visitNumber) || !Digits.TryParse(image, out int imageNumber))
            return Problem.ImageNotFound;
        var (body, refused) = await JsonBody.ReadAsync(request, JobsJson.Bodies.AmendRequest);
        if (refused is not null)
            return refused;
        if (body is null || ImageUrl.Trim(body.Url) is not { } url || !ImageUrl.IsValid(url))
            return Problem.InvalidBody(new FieldProblem("/url", ImageUrl.Rule));
        return await RetryEndpoint.AnswerAsync(
            request.HttpContext,
            jobId,
            new JobRetry(Place: new ImagePlace(visitNumber, imageNumber), Url: url),
            changes,
            references,
            cluster,
            time
        );
    }
}

/// <summary>The new URL of a failed image.</summary>
/// <param name="Url">
/// Absolute <c>http</c> or <c>https</c> URL of at most 8,192 characters, without user info. Surrounding white space is removed.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AmendRequest(string Url);
