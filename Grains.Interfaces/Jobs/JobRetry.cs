using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>Selects the failed images of a job to retry. A <see langword="null"/> property matches every failed image.</summary>
/// <param name="Host">A <see cref="FailureGroup.Host"/>. Without a port, it matches all ports of that host.</param>
/// <param name="Url">New URL of the image at <paramref name="Place"/>, under the same rules as in a submission.</param>
/// <param name="Run">
/// Maximum number of earlier retries of the job. If it was retried more often, an earlier call whose response was lost already made this
/// retry.
/// </param>
[GenerateSerializer, Immutable, Alias("job-retry")]
public sealed record JobRetry(
    [property: Id(0)] ImageReason? Reason = null,
    [property: Id(1)] string? Host = null,
    [property: Id(2)] ImagePlace? Place = null,
    [property: Id(3)] string? Url = null,
    [property: Id(4)] int? Run = null
);

/// <summary>The result of a request to retry a job.</summary>
/// <param name="Images">
/// Number of images that are retried; 0 unless <see cref="RetryOutcome.Started"/>, and 0 if an earlier call whose response was lost made
/// the retry.
/// </param>
[GenerateSerializer, Immutable, Alias("retry-answer")]
public sealed record RetryAnswer([property: Id(0)] RetryOutcome Outcome, [property: Id(1)] long Images = 0);

/// <summary>Whether a retry was started and, if not, why.</summary>
[GenerateSerializer, Alias("retry-outcome")]
public enum RetryOutcome
{
    Started = 0,

    /// <summary>The selection contains no failed image. The job does not change.</summary>
    NothingFailed = 1,

    /// <summary>The job has not ended. It does not change.</summary>
    Ongoing = 2,

    /// <summary>The job was canceled, which is final.</summary>
    Cancelled = 3,

    /// <summary>The job has no image at that position.</summary>
    NoSuchImage = 4,
}
