using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>POST /api/v1/jobs/{id}/retry</c>: all failed images, or those of one reason or host. A job that runs, or has none, is answered as it is.</summary>
internal static class RetryEndpoint
{
    private const int LongestHost = 255;

    internal static async Task<Results<JsonHttpResult<RetryResponse>, Problem>> RetryAsync(
        string id, HttpRequest request, KeyedChanges changes, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;
        var (body, refused) = await JsonBody.ReadAsync(request, JobsJson.Bodies.RetryRequest);
        if (refused is not null) return refused;
        if (Problems(body) is { Count: > 0 } problems) return Problem.InvalidBody(problems);
        var retry = body is null ? new JobRetry() : new JobRetry(body.Reason is null ? null : JobNames.Reasons[body.Reason], body.Host?.ToLowerInvariant());
        return await AnswerAsync(request.HttpContext, jobId, retry, changes, references, cluster, time);
    }

    /// <summary>Takes the job up again, and answers with its figures.</summary>
    internal static async Task<Results<JsonHttpResult<RetryResponse>, Problem>> AnswerAsync(
        HttpContext context, long jobId, JobRetry retry, KeyedChanges changes, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        var (answer, prevented) = await changes.RetryAsync(context, jobId, retry);
        if (prevented is not null) return prevented;
        if (Refuse(answer, retry) is { } refusal) return refusal;
        if (await JobEndpoint.FindAsync(context.Request.PathBase, jobId, references, cluster, time) is not { } job) return Problem.JobNotFound;
        var status = answer!.Outcome == RetryOutcome.Started ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        return TypedResults.Json(new RetryResponse(answer.Images, job), JobsJson.Bodies.RetryResponse, statusCode: status);
    }

    /// <summary>Of one image it is told why it is not tried anew; of a whole job it is enough that nothing is.</summary>
    private static Problem? Refuse(RetryAnswer? answer, JobRetry retry) => (answer?.Outcome, OfImage: retry.Place is not null) switch
    {
        (null, _) => Problem.JobNotFound,
        (RetryOutcome.Cancelled, _) => Problem.JobWasCancelled,
        (RetryOutcome.NoSuchImage, _) => Problem.ImageNotFound,
        (RetryOutcome.Ongoing, OfImage: true) => Problem.JobIsOngoing,
        (RetryOutcome.NothingFailed, OfImage: true) => Problem.ImageNotFailed,
        _ => null,
    };

    private static List<FieldProblem> Problems(RetryRequest? body)
    {
        var problems = new List<FieldProblem>();
        if (body?.Reason is { } reason && !JobNames.Reasons.ContainsKey(reason)) problems.Add(new("/reason", $"must be one of {string.Join(", ", JobNames.Reasons.Keys)}"));
        if (body?.Host is { Length: 0 or > LongestHost } || body?.Host?.Any(char.IsControl) == true) problems.Add(new("/host", "must be a host as failures name it"));
        return problems;
    }
}

/// <param name="Reason">Only images that failed for this reason.</param>
/// <param name="Host">Only images of this host, as failures name it; without a port, all ports of that host.</param>
internal sealed record RetryRequest(string? Reason = null, string? Host = null);

/// <param name="Retried">How many images are tried anew.</param>
internal sealed record RetryResponse(long Retried, JobResponse Job);
