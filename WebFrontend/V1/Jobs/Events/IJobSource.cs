using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Where what is told of jobs comes from.</summary>
internal interface IJobSource
{
    /// <summary>Failures of one page.</summary>
    const int Page = 500;

    Task<(bool Answered, JobDetail? Job)> ReadAsync(long jobId);

    /// <summary>The first page behind a cursor.</summary>
    Task<(bool Answered, FailedImagePage? Page)> ReadFailuresAsync(long jobId, FailureCursor after);
}

/// <summary>The cluster.</summary>
internal sealed class ClusterJobSource(JobReferences references, ClusterCall cluster) : IJobSource
{
    private static readonly CallBudget DetailBudget = new(PerAttempt: TimeSpan.FromSeconds(1), Total: TimeSpan.FromSeconds(2));
    private static readonly CallBudget FailuresBudget = new(PerAttempt: TimeSpan.FromSeconds(5), Total: TimeSpan.FromSeconds(6));

    public Task<(bool Answered, JobDetail? Job)> ReadAsync(long jobId) => cluster.TryAsync(() => references.Job(jobId).GetDetailAsync().AsTask(), DetailBudget);

    public async Task<(bool Answered, FailedImagePage? Page)> ReadFailuresAsync(long jobId, FailureCursor after) =>
        await cluster.TryAsync(() => references.Images(jobId).ReadFailuresAsync(after, IJobSource.Page), FailuresBudget);
}
