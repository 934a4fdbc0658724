using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>GET /api/v1/jobs/{id}</c>.</summary>
internal static class JobEndpoint
{
    internal static async Task<Results<TaggedJson<JobResponse>, Problem>> GetAsync(
        string id,
        HttpRequest request,
        JobReferences references,
        ClusterCall cluster,
        TimeProvider time
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        return await FindAsync(request.PathBase, jobId, references, cluster, time) is { } job
            ? new TaggedJson<JobResponse>(job, JobsJson.Bodies.JobResponse, TagOf(job))
            : Problem.JobNotFound;
    }

    /// <summary>Returns the tag of a job. The estimated time of its end moves with the clock, even if nothing changes.</summary>
    internal static EntityTagHeaderValue? TagOf(JobResponse job) =>
        job.EtaAt is null
            ? null
            : EntityTag.Of(JsonSerializer.SerializeToUtf8Bytes(job with { EtaAt = null }, JobsJson.Bodies.JobResponse));

    /// <summary>Returns the job; <see langword="null"/> if it does not exist.</summary>
    /// <param name="root">Path below which the service is served.</param>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    internal static async Task<JobResponse?> FindAsync(
        PathString root,
        long jobId,
        JobReferences references,
        ClusterCall cluster,
        TimeProvider time
    )
    {
        var job = await cluster.CallAsync(() => references.Job(jobId).GetDetailAsync().AsTask(), CallBudgets.Job);
        if (job is null)
            return null;
        var failures = await CountFailuresAsync(references.Images(jobId), job, cluster);
        var repeats = await FindRepeatsAsync(references.Images(jobId), job, cluster);
        var retries = await ReadRetriesAsync(references.Images(jobId), job, cluster);
        return JobResponse.From(root, jobId, job, failures, repeats, retries, time.GetUtcNow());
    }

    private static async Task<ImmutableArray<PastRetry>> ReadRetriesAsync(IJobImagesGrain images, JobDetail job, ClusterCall cluster) =>
        job.Retries == 0 ? [] : await cluster.CallAsync(() => images.ReadRetriesAsync(JobRetriesResponse.MaxLatest), CallBudgets.Count);

    private static async Task<JobRepeats> FindRepeatsAsync(IJobImagesGrain images, JobDetail job, ClusterCall cluster) =>
        job switch
        {
            { EndedAt: null } => JobRepeats.Unknown,
            { Counts.Measured: 0 } => JobRepeats.None,
            _ => await cluster.CallAsync(() => images.FindRepeatsAsync(job.EndedAt.Value), CallBudgets.Count),
        };

    private static async Task<JobFailures> CountFailuresAsync(IJobImagesGrain images, JobDetail job, ClusterCall cluster) =>
        job.Counts.Failed == 0
            ? JobFailures.None
            : await cluster.CallAsync(
                () =>
                    images.CountFailuresAsync(
                        job.Counts.Failed,
                        job.Status != JobStatus.Ongoing,
                        new RunOfJob(job.SubmittedAt, job.Retries)
                    ),
                CallBudgets.Count
            );
}
