namespace RetailPulse.Jobs;

/// <summary>A job with its figures, all of one instant.</summary>
/// <param name="EndedAt"><see langword="null"/> while it runs.</param>
/// <param name="Rate">Images that got their result, per second: over the last half minute, or over the whole run of a job that has ended; <see langword="null"/> when unknown.</param>
/// <param name="CallbackUrl">Where its end is told; <see langword="null"/>: nowhere.</param>
[GenerateSerializer, Immutable, Alias("job-detail")]
public sealed record JobDetail(
    [property: Id(0)] JobStatus Status,
    [property: Id(1)] JobCounts Counts,
    [property: Id(2)] int Visits,
    [property: Id(3)] DateTimeOffset SubmittedAt,
    [property: Id(4)] DateTimeOffset? EndedAt,
    [property: Id(5)] double? Rate,
    [property: Id(6)] string? CallbackUrl = null);
