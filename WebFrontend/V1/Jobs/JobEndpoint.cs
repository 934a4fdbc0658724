using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs/{id}</c>.</summary>
internal static class JobEndpoint
{
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(1), Total: TimeSpan.FromSeconds(2));

    /// <summary>Of a million failures the first count takes seconds; one that was left behind goes on, and the next attempt joins it.</summary>
    private static readonly CallBudget CountBudget = new(PerAttempt: TimeSpan.FromSeconds(5), Total: TimeSpan.FromSeconds(10));

    internal static async Task<Results<JsonHttpResult<JobResponse>, Problem>> GetAsync(
        string id, HttpRequest request, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems) return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;
        var (job, problem) = await ReadAsync(request.PathBase, jobId, references, cluster, time);
        return problem is null ? TypedResults.Json(job, V1Json.Bodies.JobResponse) : problem;
    }

    /// <summary>How the job stands, or why that cannot be told.</summary>
    /// <param name="root">Path below which the service is served.</param>
    internal static async Task<(JobResponse? Job, Problem? Problem)> ReadAsync(PathString root, long jobId, JobReferences references, ClusterCall cluster, TimeProvider time)
    {
        var (answered, job) = await cluster.TryAsync(() => references.Job(jobId).GetDetailAsync().AsTask(), Budget);
        if (!answered) return (null, Problem.Unavailable);
        if (job is null) return (null, Problem.JobNotFound);

        var (counted, failures) = await CountFailuresAsync(references.Images(jobId), job, cluster);
        if (!counted) return (null, Problem.Unavailable);
        var (searched, repeats) = await FindRepeatsAsync(references.Images(jobId), job, cluster);
        return searched ? (JobResponse.From(root, jobId, job, failures!, repeats!, time.GetUtcNow()), null) : (null, Problem.Unavailable);
    }

    private static async Task<(bool Answered, JobRepeats? Repeats)> FindRepeatsAsync(IJobImagesGrain images, JobDetail job, ClusterCall cluster) => job switch
    {
        { EndedAt: null } => (true, JobRepeats.Unknown),
        { Counts.Measured: 0 } => (true, JobRepeats.None),
        _ => await cluster.TryAsync(() => images.FindRepeatsAsync(job.EndedAt.Value), CountBudget),
    };

    private static async Task<(bool Answered, JobFailures? Failures)> CountFailuresAsync(IJobImagesGrain images, JobDetail job, ClusterCall cluster) => job.Counts.Failed == 0
        ? (true, JobFailures.None)
        : await cluster.TryAsync(() => images.CountFailuresAsync(job.Counts.Failed, job.Status != JobStatus.Ongoing), CountBudget);
}
