using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Hosts;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// <c>POST /api/v1/jobs/{id}/retry</c>: retries all failed images, or those with one reason or host. A job that runs, or has none of these,
/// is returned unchanged.
/// </summary>
internal static class RetryEndpoint
{
    private const int MaxHostLength = 255;

    internal static async Task<Results<JsonHttpResult<RetryResponse>, Problem>> RetryAsync(
        string id,
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
        var (body, refused) = await JsonBody.ReadAsync(request, JobsJson.Bodies.RetryRequest);
        if (refused is not null)
            return refused;
        if (Problems(body) is { Count: > 0 } problems)
            return Problem.InvalidBody(problems);
        var retry = body is null
            ? new JobRetry()
            : new JobRetry(body.Reason is null ? null : Codes.Reasons[body.Reason], body.Host is { } host ? HostName.Lower(host) : null);
        return await AnswerAsync(request.HttpContext, jobId, retry, changes, references, cluster, time);
    }

    /// <summary>Retries images, and returns the job with its figures.</summary>
    internal static async Task<Results<JsonHttpResult<RetryResponse>, Problem>> AnswerAsync(
        HttpContext context,
        long jobId,
        JobRetry retry,
        KeyedChanges changes,
        JobReferences references,
        ClusterCall cluster,
        TimeProvider time
    )
    {
        var (answer, prevented) = await changes.RetryAsync(context, jobId, retry);
        if (prevented is not null)
            return prevented;
        if (Refuse(answer, retry) is { } refusal)
            return refusal;
        if (await JobEndpoint.FindAsync(context.Request.PathBase, jobId, references, cluster, time) is not { } job)
            return Problem.JobNotFound;
        var status = answer!.Outcome == RetryOutcome.Started ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        return TypedResults.Json(new RetryResponse(answer.Images, job), JobsJson.Bodies.RetryResponse, statusCode: status);
    }

    /// <summary>Returns why a request is refused. That nothing can be retried is an error only for a single image.</summary>
    private static Problem? Refuse(RetryAnswer? answer, JobRetry retry) =>
        (answer?.Outcome, IsImage: retry.Place is not null) switch
        {
            (null, _) => Problem.JobNotFound,
            (RetryOutcome.Cancelled, _) => Problem.JobWasCancelled,
            (RetryOutcome.NoSuchImage, _) => Problem.ImageNotFound,
            (RetryOutcome.Ongoing, IsImage: true) => Problem.JobIsOngoing,
            (RetryOutcome.NothingFailed, IsImage: true) => Problem.ImageNotFailed,
            _ => null,
        };

    private static List<FieldProblem> Problems(RetryRequest? body)
    {
        var problems = new List<FieldProblem>();
        if (body?.Reason is { } reason && !Codes.Reasons.ContainsKey(reason))
            problems.Add(new("/reason", $"must be one of {string.Join(", ", Codes.Reasons.Keys)}"));
        if (body?.Host is { Length: 0 or > MaxHostLength } || body?.Host?.Any(char.IsControl) == true)
            problems.Add(new("/host", "must be a host as in the failures of the job"));
        return problems;
    }
}

/// <summary>Selects the failed images to retry. A missing or <c>null</c> member selects all.</summary>
/// <param name="Reason">Only images that failed for this reason.</param>
/// <param name="Host">Only images of this host, as in the failures of the job. Without a port, all ports of the host, and with a colon only (<c>images.example:</c>), the port of the scheme.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RetryRequest([property: OneOf(ClosedLists.Reason)] string? Reason = null, string? Host = null);

/// <summary>A job and the number of its images that are being retried.</summary>
/// <param name="Retried">Number of images that are being retried.</param>
/// <param name="Job">The job.</param>
internal sealed record RetryResponse(long Retried, JobResponse Job);
