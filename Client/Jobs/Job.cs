using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The statuses of a job.</summary>
public static class JobStatus
{
    /// <summary>The job runs.</summary>
    public const string Ongoing = "ongoing";

    /// <summary>Every image was measured.</summary>
    public const string Completed = "completed";

    /// <summary>Every image has its result, and one or more failed.</summary>
    public const string Failed = "failed";

    /// <summary>The job was cancelled, which is final.</summary>
    public const string Cancelled = "cancelled";
}

/// <summary>A job with its counts and progress.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Rate">Images per second that get a result; <see langword="null"/> if unknown.</param>
/// <param name="EtaSeconds">
/// Seconds until the job ends at that rate; <see langword="null"/> when that is unknown, while no image runs and the next ones wait, and
/// after the end.
/// </param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
/// <param name="SubmittedBy">Name of the key that submitted the job; <see langword="null"/> if it is unknown or there were no keys.</param>
/// <param name="StartedAt">When the work on the job began; <see langword="null"/> before, and if it is unknown.</param>
/// <param name="CancelledAt">When the job was canceled, before it ended; <see langword="null"/> if it was not.</param>
/// <param name="CancelledBy">Name of the key that canceled the job; <see langword="null"/> if it is unknown or there were no keys.</param>
public sealed record Job(
    [property: JsonRequired] long Id,
    [property: JsonRequired] string Status,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    int Visits,
    [property: JsonRequired] JobCounts Counts,
    double? Rate,
    long? EtaSeconds,
    DateTimeOffset? EtaAt,
    JobFailures Failures,
    RepeatedPhotos RepeatedPhotos,
    string? CallbackUrl,
    JobLinks Links,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata,
    string? SubmittedBy,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CancelledAt,
    string? CancelledBy,
    JobRetries Retries
);

/// <summary>The retries of a job, with and without new URLs.</summary>
/// <param name="Total">Number of all retries.</param>
/// <param name="Latest">The latest 20 retries, newest first.</param>
public sealed record JobRetries(int Total, IReadOnlyList<PastRetry> Latest);

/// <summary>One retry of a job.</summary>
/// <param name="Run">Number of the retry, from 1.</param>
/// <param name="RequestedBy">Name of the key that requested it; <see langword="null"/> if it is unknown or there were no keys.</param>
/// <param name="Images">Number of images that were retried.</param>
/// <param name="AmendedVisit">Visit of the image whose URL was replaced; <see langword="null"/> if none was.</param>
/// <param name="AmendedImage">Number of this image within its visit; <see langword="null"/> if no URL was replaced.</param>
public sealed record PastRetry(int Run, DateTimeOffset RequestedAt, string? RequestedBy, long Images, int? AmendedVisit, int? AmendedImage);

/// <summary>Images of a job, each in exactly one of the five counts: they always sum to the total.</summary>
/// <param name="Pending">
/// Images without a result and without an attempt in progress: those that have not begun, and those that wait.
/// </param>
/// <param name="Running">Images that are being requested, downloaded, or measured.</param>
/// <param name="Waiting">What the pending images that have begun wait for; <see langword="null"/> when none waits.</param>
public sealed record JobCounts(
    long Total,
    long Pending,
    long Running,
    long Measured,
    long Failed,
    long Cancelled,
    JobWaiting? Waiting = null
);

/// <summary>What the pending images of a job that have begun wait for.</summary>
/// <param name="Total">All images that wait: the sum of the other three counts.</param>
/// <param name="ForSlot">Images that wait for a slot: all slots of their silo are in use.</param>
/// <param name="ForHost">Images that wait for their host: it is busy, rests, or is down.</param>
/// <param name="ForNextAttempt">Images whose last attempt failed and that wait for the time of the next one.</param>
/// <param name="NextAttemptAt">
/// The earliest known time at which one of these images continues; <see langword="null"/> if none is known.
/// </param>
public sealed record JobWaiting(long Total, long ForSlot, long ForHost, long ForNextAttempt, DateTimeOffset? NextAttemptAt);

/// <summary>Failed images by reason and host.</summary>
/// <param name="Groups">Total number of groups.</param>
/// <param name="Largest">The largest 100 groups.</param>
public sealed record JobFailures(long Groups, IReadOnlyList<FailureGroup> Largest);

/// <summary>Images that failed for one reason at one host.</summary>
public sealed record FailureGroup(string Reason, string Host, long Images);

/// <summary>Paths of the API with further details of a job.</summary>
public sealed record JobLinks(string Self, string Images);

/// <summary>A job in a list.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Rate">
/// Images per second that got a result, recently or over the whole run; <see langword="null"/> if unknown.
/// </param>
/// <param name="TopReason">Most frequent reason of the failed images; <see langword="null"/> if none failed.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
/// <param name="SubmittedBy">Name of the key that submitted the job; <see langword="null"/> if it is unknown or there were no keys.</param>
public sealed record ListedJob(
    long Id,
    string Status,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    int Visits,
    long Images,
    JobCounts Counts,
    double? Rate,
    TopReason? TopReason,
    JobLinks Links,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata,
    string? SubmittedBy
);

/// <summary>The most frequent reason of the failed images of a job.</summary>
/// <param name="Reason">Why they failed, such as <c>http_404</c>.</param>
public sealed record TopReason(string Reason, long Images);

/// <summary>Orders of a list of jobs.</summary>
public static class JobOrder
{
    /// <summary>All jobs, by id, the highest first.</summary>
    public const string Submitted = "submitted";

    /// <summary>Jobs that have ended, by the time of their end, the latest first.</summary>
    public const string Ended = "ended";
}

/// <summary>Filters of a list of jobs. A filter that is not set has no effect.</summary>
public sealed record JobQuery
{
    /// <summary>One of <see cref="JobStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>A store that is visited.</summary>
    public string? Store { get; init; }

    /// <summary>An area with a store that is visited, according to the current store master.</summary>
    public string? Area { get; init; }

    /// <summary>The label of the job.</summary>
    public string? Label { get; init; }

    /// <summary>Pairs that the metadata of the job contains, at most 16.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Submitted then or later.</summary>
    public DateTimeOffset? SubmittedFrom { get; init; }

    /// <summary>Submitted before.</summary>
    public DateTimeOffset? SubmittedTo { get; init; }

    /// <summary>Ended then or later.</summary>
    public DateTimeOffset? EndedFrom { get; init; }

    /// <summary>Ended before.</summary>
    public DateTimeOffset? EndedTo { get; init; }

    /// <summary>Why at least one image failed, such as <c>http_404</c>. With a host: why one failed at that host.</summary>
    public string? Reason { get; init; }

    /// <summary>Host of at least one failed image; without a port, all ports of the host, and with a colon only, that of the scheme.</summary>
    public string? Host { get; init; }

    /// <summary>Minimum number of failed images.</summary>
    public int? MinFailed { get; init; }

    /// <summary>Id of the job, or beginning of its label.</summary>
    public string? Text { get; init; }

    /// <summary>Ids of the jobs, 1 to 50.</summary>
    public IReadOnlyCollection<long>? Ids { get; init; }

    /// <summary>One of <see cref="JobOrder"/>. Default: <see cref="JobOrder.Submitted"/>.</summary>
    public string? Sort { get; init; }

    /// <summary>Number of entries per request, 1 to 1,000. Default: that of the service, 100.</summary>
    public int? PageSize { get; init; }
}

/// <summary>A page of jobs, newest first.</summary>
/// <param name="NextPageToken">Token of the next page; <see langword="null"/> on the last page.</param>
/// <param name="PreviousPageToken">Token of the page before this one; <see langword="null"/> on the first page.</param>
public sealed record JobPage([property: JsonRequired] IReadOnlyList<ListedJob> Jobs, string? NextPageToken, string? PreviousPageToken)
    : IPage<ListedJob>
{
    IReadOnlyList<ListedJob> IPage<ListedJob>.Entries => Jobs;
}
