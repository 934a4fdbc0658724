using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Ledger;

/// <summary>The size of a submission.</summary>
internal sealed record SubmissionTotals(int Visits, long Images, DateTimeOffset SubmittedAt);

/// <summary>A visit that still lacks results.</summary>
internal readonly record struct PendingVisit(int Visit, string StoreId, int Images);

/// <summary>A visit as it was submitted, and the results recorded so far.</summary>
/// <param name="Results">By image number.</param>
internal sealed record VisitRecord(string StoreId, ImmutableArray<string> ImageUrls, IReadOnlyDictionary<int, ImageOutcome> Results)
{
    public VisitDetail ToDetail(int visit) => new(visit, StoreId, [.. ImageUrls.Select(Detail)]);

    private ImageDetail Detail(string url, int image) =>
        new(url, Results.TryGetValue(image, out var outcome) ? outcome : null);
}

/// <summary>Visits all of whose images have results, and those images.</summary>
internal readonly record struct JobTally(int FinishedVisits, long Measured, long Failed);

/// <summary>The result of one image: a fact, recorded once.</summary>
/// <param name="Attempts">How many attempts it took; 0 when the image was never tried.</param>
/// <param name="EarlierFailures">Why each attempt before the last failed, in order; empty when the first one settled it.</param>
/// <param name="Silo">The silo that measured it.</param>
internal readonly record struct ImageResult(
    long JobId, int Visit, int Image, ImageOutcome Outcome, int Attempts, ImmutableArray<ImageReason> EarlierFailures, DateTimeOffset FinishedAt, string Silo);
