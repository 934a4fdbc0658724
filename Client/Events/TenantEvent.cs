namespace RetailPulse.Client;

/// <summary>An event, and its position.</summary>
/// <param name="Id">Position after which a later call continues. Progress has the id of the event before it.</param>
public sealed record ReportedEvent(string Id, TenantEvent Event);

/// <summary>Something that happened to a job of the tenant, or a gap in what is reported.</summary>
public abstract record TenantEvent;

/// <summary>A job was submitted.</summary>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
public sealed record JobSubmitted(
    long JobId,
    int Visits,
    long Images,
    DateTimeOffset SubmittedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
) : TenantEvent;

/// <summary>Figures of an ongoing job changed. A figure is <see langword="null"/> if it is as last reported.</summary>
/// <param name="Total">Number of images.</param>
/// <param name="Measured">Number of measured images.</param>
/// <param name="Failed">Number of failed images.</param>
public sealed record JobProgressed(long JobId, long? Total, long? Measured, long? Failed) : TenantEvent;

/// <summary>A job ended.</summary>
/// <param name="Run">Number of times that the job had been retried.</param>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="Cancelled">Number of images that a canceled job left without a result.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
public sealed record JobEnded(
    long JobId,
    int Run,
    string Status,
    long Total,
    long Measured,
    long Failed,
    long Cancelled,
    DateTimeOffset EndedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
) : TenantEvent;

/// <summary>Failed images of a job are retried.</summary>
/// <param name="Run">Number of the retry, from 1.</param>
/// <param name="Images">Number of images that are retried.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
public sealed record JobRetried(
    long JobId,
    int Run,
    long Images,
    DateTimeOffset RetriedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
) : TenantEvent;

/// <summary>An image failed in one of its runs.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="Run">0 for the submitted image, and one more for every retry of it.</param>
/// <param name="Reason">Why it failed, such as <c>http_404</c>.</param>
/// <param name="Attempts">Number of attempts; 0 if there was none.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
public sealed record ImageFailed(
    long JobId,
    int Visit,
    int Image,
    int Run,
    string StoreId,
    string VisitTime,
    string Url,
    string Reason,
    int Attempts,
    DateTimeOffset FinishedAt,
    string? Reference,
    string? VisitReference
) : TenantEvent;

/// <summary>Events are missing before the next one. Read the jobs again.</summary>
/// <param name="Cause"><c>too_many_events</c> or <c>unknown_position</c>.</param>
public sealed record EventGap(string Cause) : TenantEvent;
