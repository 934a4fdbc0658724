using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary>The message that is sent when a job ends.</summary>
/// <remarks>A silo composes it when it records the end. This is its form for the document.</remarks>
/// <param name="Type">Type of the event: <c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</param>
/// <param name="Timestamp">Time of the event.</param>
/// <param name="Data">The job at its end.</param>
internal sealed record JobEndMessage(string Type, DateTime Timestamp, EndedJobBody Data);

/// <summary>A job that has ended.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Status">Final status of the job.</param>
/// <param name="SubmittedAt">Time at which the job was accepted.</param>
/// <param name="EndedAt">Time at which the job ended.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Counts">Number of images by result.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
internal sealed record EndedJobBody(
    [property: Minimum(1)] long JobId,
    [property: OneOf(ClosedLists.JobStatus)] string Status,
    DateTime SubmittedAt,
    DateTime EndedAt,
    int Visits,
    EndedCountsBody Counts,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
);

/// <summary>Number of images by result.</summary>
/// <param name="Total">All images: the sum of the other counts.</param>
/// <param name="Measured">Images that were measured.</param>
/// <param name="Failed">Images that failed.</param>
/// <param name="Cancelled">Images that had no result when the job was canceled.</param>
internal sealed record EndedCountsBody(long Total, long Measured, long Failed, long Cancelled);
