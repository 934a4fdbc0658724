using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Reads what event streams report about jobs.</summary>
internal interface IJobSource
{
    /// <summary>Maximum number of failures per page.</summary>
    const int Page = 500;

    /// <summary>Returns the job; <see langword="null"/> if it does not exist.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    Task<JobDetail?> ReadAsync(long jobId);

    /// <summary>Returns the first page of failures after a cursor.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    Task<FailedImagePage> ReadFailuresAsync(long jobId, FailureCursor after);
}

/// <summary>Reads jobs from the cluster.</summary>
internal sealed class ClusterJobSource(JobReferences references, ClusterCall cluster) : IJobSource
{
    public Task<JobDetail?> ReadAsync(long jobId) =>
        cluster.CallAsync(() => references.Job(jobId).GetDetailAsync().AsTask(), CallBudgets.Job);

    public Task<FailedImagePage> ReadFailuresAsync(long jobId, FailureCursor after) =>
        cluster.CallAsync(() => references.Images(jobId).ReadFailuresAsync(after, IJobSource.Page), CallBudgets.Page);
}
