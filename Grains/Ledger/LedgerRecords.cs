using System.Collections.Frozen;
using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Ledger;

/// <summary>A submission without its visits.</summary>
/// <param name="Tenant">Tenant that owns the job.</param>
/// <param name="CallbackUrl">URL that is notified when the job ends; <see langword="null"/> if none was given.</param>
/// <param name="Label">Name that the client gave the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Key-value pairs that the client attached to the job; <see langword="null"/> if none were given.</param>
/// <param name="SubmittedBy">
/// Name of the key that submitted the job; <see langword="null"/> if no keys were configured, and for jobs of versions that did not
/// record it.
/// </param>
internal sealed record SubmissionTotals(
    int Visits,
    long Images,
    DateTimeOffset SubmittedAt,
    string Tenant = JobSubmission.DefaultTenant,
    string? CallbackUrl = null,
    string? Label = null,
    JobMetadata? Metadata = null,
    string? SubmittedBy = null
)
{
    /// <summary>W3C <c>traceparent</c> of the request that submitted the job; <see langword="null"/> if it had none.</summary>
    public string? Traceparent { get; init; }

    /// <summary>Returns the totals of a submission, as they are read back.</summary>
    /// <param name="at">Time of the submission, in whole milliseconds.</param>
    public static SubmissionTotals Of(JobSubmission submission, DateTimeOffset at) =>
        new(
            submission.Visits.Length,
            submission.Images,
            at,
            submission.Tenant,
            submission.CallbackUrl,
            submission.Label,
            submission.Metadata,
            submission.SubmittedBy
        )
        {
            Traceparent = submission.Traceparent,
        };
}

/// <summary>A visit that lacks results.</summary>
/// <param name="Measured">Number of its images that are measured.</param>
internal readonly record struct PendingVisit(int Visit, string StoreId, int Images, int Measured = 0, int Failed = 0);

/// <summary>A visit as submitted and amended, with the results recorded so far.</summary>
/// <param name="Results">Results by image number. For an image that is retried, only the result of its latest run counts.</param>
internal sealed record VisitRecord(string StoreId, ImmutableArray<string> ImageUrls, IReadOnlyDictionary<int, ImageOutcome> Results)
{
    /// <summary>The run of each image that was ever retried. All other images are in run 0.</summary>
    public IReadOnlyDictionary<int, int> Runs { get; init; } = FrozenDictionary<int, int>.Empty;

    /// <summary>Tenant that owns the job.</summary>
    public string Tenant { get; init; } = JobSubmission.DefaultTenant;

    /// <summary>Returns a visit of which nothing was recorded yet.</summary>
    public static VisitRecord Of(NewVisit submitted) =>
        new(submitted.StoreId, submitted.ImageUrls, FrozenDictionary<int, ImageOutcome>.Empty) { Tenant = submitted.Tenant };
}

/// <summary>The number of visits whose images all have results, and of those images.</summary>
/// <param name="MeasuredElsewhere">Number of measured images in visits that still lack results.</param>
internal readonly record struct JobTally(
    int FinishedVisits,
    long Measured,
    long Failed,
    long MeasuredElsewhere = 0,
    long FailedElsewhere = 0
);

/// <summary>The result of one image: a fact that is recorded once.</summary>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="EarlierFailures">Reasons of all failed attempts before the last, in order.</param>
/// <param name="Silo">The silo that measured it.</param>
/// <param name="Run">0 for the original submission, plus one for every retry of the image.</param>
/// <param name="Url">URL that was requested, by whose host a failure is counted; <see langword="null"/> if it is unknown.</param>
/// <param name="EarlierAttempts">Times of the attempts in <paramref name="EarlierFailures"/>, in the same order.</param>
/// <param name="Analysis">What the analysis of the image found, as JSON; <see langword="null"/> if there is none.</param>
internal readonly record struct ImageResult(
    long JobId,
    int Visit,
    int Image,
    ImageOutcome Outcome,
    int Attempts,
    ImmutableArray<ImageReason> EarlierFailures,
    DateTimeOffset FinishedAt,
    string Silo,
    int Run = 0,
    string? Url = null,
    ImmutableArray<AttemptTime> EarlierAttempts = default,
    string? Analysis = null
);

/// <summary>The end of one run of a job.</summary>
/// <param name="Run">Number of times that the job had been retried when it ended.</param>
/// <param name="Measured">Number of measured images.</param>
/// <param name="Failed">Number of failed images.</param>
internal readonly record struct JobEnd(JobStatus Status, DateTimeOffset At, int Run, long Measured = 0, long Failed = 0);

/// <summary>Selects images of a job: those with the same range of numbers in each of some visits.</summary>
/// <param name="Visits">Numbers of the visits.</param>
/// <param name="First">Number of the first image within its visit, from 0.</param>
/// <param name="Last">Number of the last image within its visit. A visit can have fewer.</param>
internal sealed record ImagesOfVisits(IReadOnlyCollection<int> Visits, int First = 0, int Last = int.MaxValue);
