using System.Collections.Immutable;
using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>The status of a job, as its grain returns it.</summary>
/// <param name="Errors">One entry per failing store, in order of first appearance; empty unless <see cref="JobStatus.Failed"/>.</param>
[GenerateSerializer, Immutable, Alias("job-answer")]
public sealed record JobStatusSnapshot(
    [property: Id(0)] long JobId,
    [property: Id(1)] JobStatus Status,
    [property: Id(2)] JobCounts Counts,
    [property: Id(3)] ImmutableArray<StoreError> Errors
);

/// <summary>The image counts of a job. <c>Total = Pending + Running + Measured + Failed + Cancelled</c> at every moment.</summary>
/// <param name="Running">Images without a result whose visits are in flight, including images that wait or have not begun.</param>
/// <param name="Waiting">Approximate number of running images that wait for their host or their next attempt.</param>
/// <param name="Cancelled">Images that a canceled job left without a result.</param>
/// <param name="Waits">
/// What the images of visits in flight wait for. <see langword="null"/> if none waits, in a plain status response, and from a silo of an
/// earlier version.
/// </param>
/// <param name="NotBegun">Number of running images that their visits have not begun.</param>
[GenerateSerializer, Immutable, Alias("job-counts")]
public sealed record JobCounts(
    [property: Id(0)] long Total,
    [property: Id(1)] long Running,
    [property: Id(2)] long Measured,
    [property: Id(3)] long Failed,
    [property: Id(4)] long Waiting = 0,
    [property: Id(5)] long Cancelled = 0,
    [property: Id(6)] ImageWaits? Waits = null,
    [property: Id(7)] long NotBegun = 0
)
{
    /// <summary>Images whose visits are not in flight yet.</summary>
    public long Pending => Total - Running - Measured - Failed - Cancelled;

    /// <summary>Images that are being requested, downloaded, or measured.</summary>
    public long AtWork => Math.Max(0, Running - NotBegun - (Waits?.Total ?? 0));

    /// <summary>Whether at least one image waits and no other image is being processed.</summary>
    public bool AllWait => Waits is not null && AtWork == 0;
}

/// <summary>
/// The status of a job. It moves from <see cref="Ongoing"/> to one of the others, which are final except <see cref="Failed"/>: a failed job
/// can be retried.
/// </summary>
[GenerateSerializer, Alias("job-status")]
public enum JobStatus
{
    Ongoing = 0,
    Completed = 1,
    Failed = 2,
    Cancelled = 3,
}

/// <summary>The codes of job statuses in the API, in storage, and in messages.</summary>
public static class JobStatusCodes
{
    /// <summary>Returns the stable code of the status, such as <c>ongoing</c>.</summary>
    public static string Code(this JobStatus status) =>
        status switch
        {
            JobStatus.Ongoing => "ongoing",
            JobStatus.Completed => "completed",
            JobStatus.Failed => "failed",
            JobStatus.Cancelled => "cancelled",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status of a job."),
        };
}
