using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>Which failed images of a job to try anew; what is <see langword="null"/> lets every one through.</summary>
/// <param name="Host">A <see cref="FailureGroup.Host"/>; without a port, all ports of that host.</param>
/// <param name="Url">With a <paramref name="Place"/>: the image's URL from now on, of the kind that submissions have.</param>
/// <param name="Run">How often the job may have been retried before. A retry of a job that was retried more often was made already, by a call whose response was lost.</param>
[GenerateSerializer, Immutable, Alias("job-retry")]
public sealed record JobRetry(
    [property: Id(0)] ImageReason? Reason = null,
    [property: Id(1)] string? Host = null,
    [property: Id(2)] ImagePlace? Place = null,
    [property: Id(3)] string? Url = null,
    [property: Id(4)] int? Run = null);

/// <summary>What came of it.</summary>
/// <param name="Images">How many images are tried anew; 0 unless <see cref="RetryOutcome.Started"/>, and 0 when an earlier call made the retry and its response was lost.</param>
[GenerateSerializer, Immutable, Alias("retry-answer")]
public sealed record RetryAnswer([property: Id(0)] RetryOutcome Outcome, [property: Id(1)] long Images = 0);

/// <summary>Whether a job was taken up again.</summary>
[GenerateSerializer, Alias("retry-outcome")]
public enum RetryOutcome
{
    Started = 0,

    /// <summary>No image was selected that has failed; the job stays as it is.</summary>
    NothingFailed = 1,

    /// <summary>The job has not ended; it stays as it is.</summary>
    Ongoing = 2,

    /// <summary>The job was cancelled, which is final.</summary>
    Cancelled = 3,

    /// <summary>The job has no image at that place.</summary>
    NoSuchImage = 4,
}
