namespace RetailPulse.Jobs;

/// <summary>A job with all its figures, taken at one moment.</summary>
/// <param name="EndedAt">Time at which the job ended; <see langword="null"/> while it runs.</param>
/// <param name="Rate">
/// Finished images per second: over the last 30 s, or over the whole run if the job has ended. <see langword="null"/> if unknown.
/// </param>
/// <param name="CallbackUrl">URL that is notified when the job ends; <see langword="null"/> if none was given.</param>
/// <param name="Label">Name that the client gave the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Key-value pairs that the client attached to the job; <see langword="null"/> if none were given.</param>
[GenerateSerializer, Immutable, Alias("job-detail")]
public sealed record JobDetail(
    [property: Id(0)] JobStatus Status,
    [property: Id(1)] JobCounts Counts,
    [property: Id(2)] int Visits,
    [property: Id(3)] DateTimeOffset SubmittedAt,
    [property: Id(4)] DateTimeOffset? EndedAt,
    [property: Id(5)] double? Rate,
    [property: Id(6)] string? CallbackUrl = null,
    [property: Id(7)] string? Label = null,
    [property: Id(8)] JobMetadata? Metadata = null
);
