using RetailPulse.Jobs;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web.V1.Jobs.Events;

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
    private static readonly Patience DetailPatience = new(Attempt: TimeSpan.FromSeconds(1), Whole: TimeSpan.FromSeconds(2));
    private static readonly Patience FailuresPatience = new(Attempt: TimeSpan.FromSeconds(5), Whole: TimeSpan.FromSeconds(6));

    public Task<(bool Answered, JobDetail? Job)> ReadAsync(long jobId) => cluster.TryAsync(() => references.Job(jobId).GetDetailAsync().AsTask(), DetailPatience);

    public async Task<(bool Answered, FailedImagePage? Page)> ReadFailuresAsync(long jobId, FailureCursor after) =>
        await cluster.TryAsync(() => references.Images(jobId).ReadFailuresAsync(after, IJobSource.Page), FailuresPatience);
}
