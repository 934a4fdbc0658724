using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>Selects the failed images of a job to retry. A <see langword="null"/> property matches every failed image.</summary>
/// <param name="Host">A <see cref="FailureGroup.Host"/>. Without a port, it matches all ports of that host, and with a colon only, that of the scheme.</param>
/// <param name="Url">New URL of the image at <paramref name="Place"/>, under the same rules as in a submission.</param>
/// <param name="Run">
/// Maximum number of earlier retries of the job. If it was retried more often, an earlier call whose response was lost already made this
/// retry.
/// </param>
/// <param name="By">Name of the key that requests the retry; <see langword="null"/> if no keys are configured.</param>
[GenerateSerializer, Immutable, Alias("job-retry")]
public sealed record JobRetry(
    [property: Id(0)] ImageReason? Reason = null,
    [property: Id(1)] string? Host = null,
    [property: Id(2)] ImagePlace? Place = null,
    [property: Id(3)] string? Url = null,
    [property: Id(4)] int? Run = null,
    [property: Id(5)] string? By = null
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

/// <summary>A retry that was made.</summary>
/// <param name="Run">Number of the retry among those of the job, from 1.</param>
/// <param name="At">Time of the request.</param>
/// <param name="By">
/// Name of the key that requested it; <see langword="null"/> if no keys were configured, and for retries of versions that did not record
/// it.
/// </param>
/// <param name="Images">Number of images that were retried.</param>
/// <param name="Amended">Position of the image whose URL was replaced; <see langword="null"/> if none was.</param>
[GenerateSerializer, Immutable, Alias("past-retry")]
public sealed record PastRetry(
    [property: Id(0)] int Run,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string? By,
    [property: Id(3)] long Images,
    [property: Id(4)] ImagePlace? Amended
);
