using System.Collections.Immutable;
using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>How a job stands, as its grain answers it.</summary>
/// <param name="Errors">One entry per failing store, in order of the stores' first appearance; empty unless <see cref="JobStatus.Failed"/>.</param>
[GenerateSerializer, Immutable, Alias("job-answer")]
public sealed record JobAnswer(
    [property: Id(0)] long JobId,
    [property: Id(1)] JobStatus Status,
    [property: Id(2)] JobCounts Counts,
    [property: Id(3)] ImmutableArray<StoreError> Errors);

/// <summary>Images of a job. <c>Total = Pending + Running + Measured + Failed + Cancelled</c> at every instant.</summary>
/// <param name="Running">Images that visits in flight hold.</param>
/// <param name="Waiting">Of those running, about how many wait for their host or for their next try.</param>
/// <param name="Cancelled">Images that a cancelled job left without a result.</param>
/// <param name="Waits">What the images of visits in flight wait for. <see langword="null"/> when none waits, and from a silo of an earlier version.</param>
[GenerateSerializer, Immutable, Alias("job-counts")]
public sealed record JobCounts(
    [property: Id(0)] long Total,
    [property: Id(1)] long Running,
    [property: Id(2)] long Measured,
    [property: Id(3)] long Failed,
    [property: Id(4)] long Waiting = 0,
    [property: Id(5)] long Cancelled = 0,
    [property: Id(6)] ImageWaits? Waits = null)
{
    /// <summary>Images that no visit in flight holds yet.</summary>
    public long Pending => Total - Running - Measured - Failed - Cancelled;
}

/// <summary>The worst that befell a store in a job.</summary>
[GenerateSerializer, Immutable, Alias("store-error")]
public sealed record StoreError([property: Id(0)] string StoreId, [property: Id(1)] StoreErrorKind Kind);

/// <summary>In order of precedence: of several that apply to a store, the lowest is told.</summary>
[GenerateSerializer, Alias("store-error-kind")]
public enum StoreErrorKind
{
    /// <summary>The store master does not know the store; none of its images was downloaded.</summary>
    InvalidStore = 0,

    /// <summary>An image could not be fetched.</summary>
    DownloadFailed = 1,

    /// <summary>What was fetched is not a sound image.</summary>
    InvalidImage = 2,
}

/// <summary>A job's status. It moves from <see cref="Ongoing"/> to one of the others, which are final, but for <see cref="Failed"/>: such a job may be taken up again.</summary>
[GenerateSerializer, Alias("job-status")]
public enum JobStatus
{
    Ongoing = 0,
    Completed = 1,
    Failed = 2,
    Cancelled = 3,
}
