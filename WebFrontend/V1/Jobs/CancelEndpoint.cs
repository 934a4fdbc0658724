using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web.V1.Jobs;

/// <summary><c>POST /api/v1/jobs/{id}/cancel</c>. A job that has ended is answered as it is.</summary>
internal static class CancelEndpoint
{
    private static readonly Patience Patience = new(Attempt: TimeSpan.FromSeconds(8), Whole: TimeSpan.FromSeconds(12));

    internal static async Task<Results<JsonHttpResult<JobResponse>, Problem>> CancelAsync(string id, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;
        var (answered, exists) = await cluster.TryAsync(() => references.Job(jobId).CancelAsync(), Patience);
        if (!answered) return Problem.Unavailable;
        if (!exists) return Problem.JobNotFound;
        var (job, problem) = await JobEndpoint.ReadAsync(jobId, references, cluster, time);
        return problem is null ? TypedResults.Json(job, V1Json.Bodies.JobResponse) : problem;
    }
}
