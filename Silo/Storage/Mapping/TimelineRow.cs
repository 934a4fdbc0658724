using System.Collections.Immutable;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>The number of images of a visit that have one result.</summary>
/// <param name="Visit">Visit without the counts of its images.</param>
/// <param name="Reason">Reason of the failure; <see langword="null"/> for measured images, or for a visit without results.</param>
internal readonly record struct TimelineRow(VisitSummary Visit, string? Reason, int Images)
{
    /// <summary>Groups rows, which are ordered by visit, into visits.</summary>
    public static List<VisitSummary> ToVisits(IEnumerable<TimelineRow> rows) =>
        [
            .. rows.GroupBy(row => row.Visit.Place)
                .Select(visit =>
                    visit.First().Visit with
                    {
                        Measured = visit.Where(row => row.Reason is null).Sum(row => row.Images),
                        Failures = Failures(visit),
                    }
                ),
        ];

    private static ImmutableArray<ReasonCount> Failures(IEnumerable<TimelineRow> rows) =>
        [
            .. rows.Where(row => row.Reason is not null)
                .Select(row => new ReasonCount(StoredCodes.ParseReason(row.Reason!), row.Images))
                .OrderByDescending(failure => failure.Images)
                .ThenBy(failure => failure.Reason),
        ];
}
