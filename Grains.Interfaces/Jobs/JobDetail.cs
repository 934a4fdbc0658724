namespace RetailPulse.Jobs;

/// <summary>A job with all its figures, taken at one moment.</summary>
/// <param name="EndedAt">Time at which the job ended; <see langword="null"/> while it runs.</param>
/// <param name="Rate">
/// Finished images per second: over the last 30 s, or over the whole run if the job has ended. <see langword="null"/> if unknown.
/// </param>
/// <param name="CallbackUrl">URL that is notified when the job ends; <see langword="null"/> if none was given.</param>
/// <param name="Label">Name that the client gave the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Key-value pairs that the client attached to the job; <see langword="null"/> if none were given.</param>
/// <param name="SubmittedBy">
/// Name of the key that submitted the job; <see langword="null"/> if no keys were configured, and for jobs of versions that did not
/// record it.
/// </param>
/// <param name="StartedAt">
/// Time at which the work on the job began; <see langword="null"/> before, and for jobs of versions that did not record it.
/// </param>
/// <param name="CancelledAt">Time of the request that canceled the job; <see langword="null"/> if there was none with an effect.</param>
/// <param name="CancelledBy">Name of the key that canceled the job; <see langword="null"/> as for <paramref name="SubmittedBy"/>.</param>
/// <param name="Retries">Number of times that images of the job were retried or amended.</param>
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
    [property: Id(8)] JobMetadata? Metadata = null,
    [property: Id(9)] string? SubmittedBy = null,
    [property: Id(10)] DateTimeOffset? StartedAt = null,
    [property: Id(11)] DateTimeOffset? CancelledAt = null,
    [property: Id(12)] string? CancelledBy = null,
    [property: Id(13)] int Retries = 0
);
