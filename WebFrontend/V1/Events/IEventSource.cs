using System.Collections.Immutable;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>Reads what the event streams of tenants report.</summary>
/// <exception cref="ClusterUnavailableException">Thrown by every method if the cluster does not respond.</exception>
internal interface IEventSource
{
    /// <summary>Returns the next events; without a cursor none, but the cursor after which later events follow.</summary>
    /// <param name="tenants">Tenants whose events are returned; none for those of all tenants.</param>
    Task<JobEventPage> ReadAsync(EventCursor? after, ImmutableArray<string> tenants);

    /// <summary>Returns the first jobs without an end whose ids are above <paramref name="after"/>.</summary>
    Task<ImmutableArray<OngoingJob>> ReadOngoingAsync(ImmutableArray<string> tenants, long after, int limit);

    /// <summary>Returns the figures of a job; <see langword="null"/> if it is not ongoing.</summary>
    Task<JobFigures?> ReadFiguresAsync(long jobId);
}

/// <summary>Reads events from the cluster.</summary>
internal sealed class ClusterEventSource(IGrainFactory grains, JobReferences references, ClusterCall cluster) : IEventSource
{
    /// <summary>One reference for all reads, because the grain is stateless.</summary>
    private readonly IEventListGrain events = grains.GetGrain<IEventListGrain>(0);

    public Task<JobEventPage> ReadAsync(EventCursor? after, ImmutableArray<string> tenants) =>
        cluster.CallAsync(() => events.ReadAsync(after, tenants), CallBudgets.Page);

    public Task<ImmutableArray<OngoingJob>> ReadOngoingAsync(ImmutableArray<string> tenants, long after, int limit) =>
        cluster.CallAsync(() => events.ReadOngoingAsync(tenants, after, limit), CallBudgets.Page);

    public async Task<JobFigures?> ReadFiguresAsync(long jobId) =>
        await cluster.CallAsync(() => references.Job(jobId).GetStatusAsync().AsTask(), CallBudgets.Job)
            is { Status: JobStatus.Ongoing } ongoing
            ? JobFigures.From(ongoing.Counts)
            : null;
}
