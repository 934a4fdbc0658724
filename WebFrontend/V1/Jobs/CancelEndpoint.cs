using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>POST /api/v1/jobs/{id}/cancel</c>. Responds when the job has ended, or after <see cref="LongestWait"/> that its end is under way.</summary>
internal static class CancelEndpoint
{
    private static readonly CallBudget LookBudget = new(PerAttempt: TimeSpan.FromSeconds(1), Total: TimeSpan.FromSeconds(2));

    /// <summary>A job usually ends within milliseconds of its cancellation. A silo that hangs delays the end by five seconds.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    internal static async Task<Results<JsonHttpResult<JobResponse>, Problem>> CancelAsync(
        string id, HttpRequest request, KeyedChanges changes, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;
        var (exists, prevented) = await changes.CancelAsync(request.HttpContext, jobId);
        if (prevented is not null) return prevented;
        if (!exists) return Problem.JobNotFound;
        await WaitForEndAsync(jobId, references, cluster, time);
        var (job, problem) = await JobEndpoint.ReadAsync(request.PathBase, jobId, references, cluster, time);
        if (problem is not null) return problem;
        return TypedResults.Json(job, V1Json.Bodies.JobResponse, statusCode: job!.EndedAt is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    /// <summary>Looks from here, so that no request stays open at the job while it ends.</summary>
    private static async Task WaitForEndAsync(long jobId, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < LongestWait)
        {
            var (_, answer) = await cluster.TryAsync(() => references.Job(jobId).GetStatusAsync().AsTask(), LookBudget);
            if (answer is { Status: not JobStatus.Ongoing }) return;
            await Task.Delay(LookEvery, time);
        }
    }
}
