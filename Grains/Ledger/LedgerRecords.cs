using System.Collections.Frozen;
using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Ledger;

/// <summary>A submission without its visits.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="CallbackUrl">Where the job's end is told; <see langword="null"/>: nowhere.</param>
internal sealed record SubmissionTotals(
    int Visits, long Images, DateTimeOffset SubmittedAt, string Tenant = JobSubmission.DefaultTenant, string? CallbackUrl = null);

/// <summary>A visit that still lacks results.</summary>
/// <param name="Measured">Images of it that have theirs.</param>
internal readonly record struct PendingVisit(int Visit, string StoreId, int Images, int Measured = 0, int Failed = 0);

/// <summary>A visit as it was submitted and amended, and the results recorded so far.</summary>
/// <param name="Results">By image number; of an image that is tried anew, only the new one counts.</param>
internal sealed record VisitRecord(string StoreId, ImmutableArray<string> ImageUrls, IReadOnlyDictionary<int, ImageOutcome> Results)
{
    /// <summary>The run of each image that is tried anew, or was. All others are in run 0.</summary>
    public IReadOnlyDictionary<int, int> Runs { get; init; } = FrozenDictionary<int, int>.Empty;

    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = JobSubmission.DefaultTenant;

    public VisitDetail ToDetail(int visit) => new(visit, StoreId, [.. ImageUrls.Select(Detail)]);

    private ImageDetail Detail(string url, int image) =>
        new(url, Results.TryGetValue(image, out var outcome) ? outcome : null);
}

/// <summary>Visits all of whose images have results, and those images.</summary>
/// <param name="MeasuredElsewhere">Images that have their results in visits that still lack some.</param>
internal readonly record struct JobTally(int FinishedVisits, long Measured, long Failed, long MeasuredElsewhere = 0, long FailedElsewhere = 0);

/// <summary>The result of one image: a fact, recorded once.</summary>
/// <param name="Attempts">How many attempts it took; 0 when the image was never tried.</param>
/// <param name="EarlierFailures">Why each attempt before the last failed, in order; empty when the first one settled it.</param>
/// <param name="Silo">The silo that measured it.</param>
/// <param name="Run">0, and one more each time that the image is tried anew.</param>
internal readonly record struct ImageResult(
    long JobId, int Visit, int Image, ImageOutcome Outcome, int Attempts, ImmutableArray<ImageReason> EarlierFailures, DateTimeOffset FinishedAt, string Silo, int Run = 0);

/// <summary>The end of one run of a job.</summary>
/// <param name="Run">Number of times that the job had been retried when it ended.</param>
internal readonly record struct JobEnd(JobStatus Status, DateTimeOffset At, int Run);
