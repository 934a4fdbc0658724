using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>Lists jobs from the ledger, which records a job's end slightly later than its grain. Any silo can serve it. Key: 0.</summary>
[Alias("job-list"), Version(1)]
public interface IJobListGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns at most <paramref name="limit"/> (1 to 1,001) jobs of <paramref name="range"/> that match <paramref name="filter"/>, newest
    /// first.
    /// </summary>
    /// <remarks>Timeout 5 s, because it reads the ledger.</remarks>
    [Alias("page"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<ImmutableArray<JobListItem>> ReadAsync(JobFilter filter, JobListRange range, int limit);

    /// <summary>
    /// Returns at most <paramref name="limit"/> (1 to <see cref="JobSelectionPage.MaxJobs"/>) jobs with ids below
    /// <paramref name="before"/> that an operation would change, the highest id first.
    /// </summary>
    /// <param name="unchangedSince">
    /// Moment of the ledger: jobs that were submitted, retried, or ended after it are left out. <see langword="null"/> to select jobs
    /// whenever they changed; a silo of an earlier version does so anyway.
    /// </param>
    /// <remarks>Timeout 10 s, because it reads the counts of many jobs.</remarks>
    [Alias("select"), ResponseTimeout(ResponseTimeouts.LedgerScan)]
    Task<JobSelectionPage> SelectAsync(JobOperationRequest request, long before, int limit, string? unchangedSince = null);
}

/// <summary>Selects jobs for the list. A <see langword="null"/> property matches every job.</summary>
/// <param name="Store">Id of a store that the job visits.</param>
/// <param name="SubmittedFrom">Earliest time of submission, inclusive.</param>
/// <param name="SubmittedBefore">Latest time of submission, exclusive.</param>
/// <param name="Tenant">Tenant that owns the job.</param>
/// <param name="Area">Area of a store that the job visits, according to the store master in force.</param>
/// <param name="Label">Label of the job, which must match exactly.</param>
/// <param name="Metadata">Pairs that the metadata of the job must contain.</param>
/// <param name="EndedFrom">Earliest time of the end, inclusive.</param>
/// <param name="EndedBefore">Latest time of the end, exclusive.</param>
/// <param name="Reason">Why at least one image of the job failed. Together with a host: why one failed at that host.</param>
/// <param name="Host">
/// Host of at least one failed image, in lower case. Without a port, it matches all ports of the host, and with a colon only, that of the scheme.
/// </param>
/// <param name="MinFailed">Minimum number of failed images.</param>
/// <param name="Text">Id of the job, or beginning of its label.</param>
/// <param name="Ids">Ids of the jobs.</param>
[GenerateSerializer, Immutable, Alias("job-filter")]
public sealed record JobFilter(
    [property: Id(0)] JobStatus? Status = null,
    [property: Id(1)] string? Store = null,
    [property: Id(2)] DateTimeOffset? SubmittedFrom = null,
    [property: Id(3)] DateTimeOffset? SubmittedBefore = null,
    [property: Id(4)] string? Tenant = null,
    [property: Id(5)] string? Area = null,
    [property: Id(6)] string? Label = null,
    [property: Id(7)] JobMetadata? Metadata = null,
    [property: Id(10)] DateTimeOffset? EndedFrom = null,
    [property: Id(11)] DateTimeOffset? EndedBefore = null,
    [property: Id(12)] ImageReason? Reason = null,
    [property: Id(13)] string? Host = null,
    [property: Id(14)] long? MinFailed = null,
    [property: Id(15)] string? Text = null,
    [property: Id(16)] JobIdSet? Ids = null
);

/// <summary>A job in the list.</summary>
/// <param name="Counts">Number of its images by status.</param>
/// <param name="Rate">
/// Finished images per second: over the last 30 s, or over the whole run if the job has ended. <see langword="null"/> if unknown.
/// </param>
/// <param name="TopReason">Most frequent reason of its failed images; <see langword="null"/> if none failed.</param>
/// <param name="Label">Name that the client gave the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Key-value pairs that the client attached to the job; <see langword="null"/> if none were given.</param>
/// <param name="SubmittedBy">
/// Name of the key that submitted the job; <see langword="null"/> if no keys were configured, and for jobs of versions that did not
/// record it.
/// </param>
[GenerateSerializer, Immutable, Alias("job-entry")]
public sealed record JobListItem(
    [property: Id(0)] long JobId,
    [property: Id(1)] JobStatus Status,
    [property: Id(2)] DateTimeOffset SubmittedAt,
    [property: Id(3)] DateTimeOffset? EndedAt,
    [property: Id(4)] int Visits,
    [property: Id(5)] long Images,
    [property: Id(10)] JobCounts Counts,
    [property: Id(11)] double? Rate = null,
    [property: Id(12)] TopReason? TopReason = null,
    [property: Id(6)] string? Label = null,
    [property: Id(7)] JobMetadata? Metadata = null,
    [property: Id(8)] string? SubmittedBy = null
);

/// <summary>The most frequent reason of the failed images of a job.</summary>
/// <param name="Images">Number of images that failed for this reason.</param>
[GenerateSerializer, Immutable, Alias("top-reason")]
public sealed record TopReason([property: Id(0)] ImageReason Reason, [property: Id(1)] long Images);
