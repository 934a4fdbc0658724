using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The body of a webhook: a job has ended.</summary>
/// <param name="Type"><c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>; others may be added.</param>
/// <param name="Timestamp">Time at which the job ended.</param>
/// <param name="Data">The job as it ended.</param>
public sealed record JobEndMessage([property: JsonRequired] string Type, DateTimeOffset Timestamp, [property: JsonRequired] EndedJob Data)
{
    /// <summary>Reads a body that <see cref="WebhookSignature"/> has found valid.</summary>
    /// <exception cref="JsonException">The text is not a job-end message.</exception>
    public static JobEndMessage Parse(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, ClientJson.Default.JobEndMessage) ?? throw new JsonException("The body is null.");
}

/// <summary>A job as it ended.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Status">One of <see cref="JobStatus"/>, but not ongoing.</param>
/// <param name="SubmittedAt">Time of the submission.</param>
/// <param name="EndedAt">Time at which the job ended.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Counts">Number of images by outcome.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
public sealed record EndedJob(
    [property: JsonRequired] long JobId,
    string Status,
    DateTimeOffset SubmittedAt,
    DateTimeOffset EndedAt,
    int Visits,
    [property: JsonRequired] EndedCounts Counts,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
);

/// <summary>Number of images of an ended job by outcome.</summary>
/// <param name="Total">The sum of the others.</param>
/// <param name="Measured">Number of images that were measured.</param>
/// <param name="Failed">Number of images that failed.</param>
/// <param name="Cancelled">Number of images without a result when the job was canceled.</param>
public sealed record EndedCounts(long Total, long Measured, long Failed, long Cancelled);
