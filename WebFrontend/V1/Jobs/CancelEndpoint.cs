using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// <c>POST /api/v1/jobs/{id}/cancel</c>. Responds when the job has ended, or after <see cref="MaxWait"/> if its end is still in progress.
/// </summary>
internal static class CancelEndpoint
{
    /// <summary>A job usually ends within milliseconds of its cancellation. A silo that hangs delays the end by five seconds.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    internal static async Task<Results<JsonHttpResult<JobResponse>, Problem>> CancelAsync(
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
        var (exists, prevented) = await changes.CancelAsync(request.HttpContext, jobId);
        if (prevented is not null)
            return prevented;
        if (!exists)
            return Problem.JobNotFound;
        await WaitForEndAsync(jobId, references, cluster, time);
        if (await JobEndpoint.FindAsync(request.PathBase, jobId, references, cluster, time) is not { } job)
            return Problem.JobNotFound;
        return TypedResults.Json(
            job,
            JobsJson.Bodies.JobResponse,
            statusCode: job.EndedAt is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK
        );
    }

    /// <summary>Polls the job, so that no call stays open at the job while it ends.</summary>
    private static async Task WaitForEndAsync(long jobId, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < MaxWait && !await HasEndedAsync(jobId, references, cluster))
            await Task.Delay(PollInterval, time);
    }

    /// <summary>
    /// Returns <see langword="false"/> also if the cluster does not respond for a moment: the job is canceled in any case.
    /// </summary>
    private static async Task<bool> HasEndedAsync(long jobId, JobReferences references, ClusterCall cluster)
    {
        try
        {
            var job = await cluster.CallAsync(() => references.Job(jobId).GetStatusAsync().AsTask(), CallBudgets.Job);
            return job is { Status: not JobStatus.Ongoing };
        }
        catch (ClusterUnavailableException)
        {
            return false;
        }
    }
}
