using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>Something that happened to a job.</summary>
public abstract record JobEvent;

/// <summary>The progress of a job.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="Rate">Images per second that get a result; <see langword="null"/> if unknown.</param>
/// <param name="EtaSeconds">
/// Seconds until the job ends at that rate; <see langword="null"/> when that is unknown, while no image runs and the next ones wait, and
/// after the end.
/// </param>
public sealed record JobProgress(
    [property: JsonRequired] string Status,
    [property: JsonRequired] JobCounts Counts,
    double? Rate,
    long? EtaSeconds,
    DateTimeOffset? EtaAt
) : JobEvent;

/// <summary>An image failed in one of its runs.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="Run">0 for the submitted images, and one more for every retry.</param>
/// <param name="Reason">Why it failed, such as <c>http_404</c>.</param>
/// <param name="Attempts">Number of attempts; 0 if there was none.</param>
/// <param name="EarlierFailures">Why the attempts before the last one failed.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
public sealed record FailedImage(
    int Visit,
    int Image,
    int Run,
    string StoreId,
    string VisitTime,
    string Url,
    string Reason,
    string? Format,
    long Bytes,
    int Attempts,
    IReadOnlyList<string> EarlierFailures,
    long ElapsedMs,
    DateTimeOffset FinishedAt,
    string? Reference,
    string? VisitReference
) : JobEvent;

/// <summary>The job has ended; nothing follows.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
public sealed record JobEnd(
    [property: JsonRequired] string Status,
    [property: JsonRequired] JobCounts Counts,
    DateTimeOffset? EndedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
) : JobEvent;
