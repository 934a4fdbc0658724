using System.Collections.Immutable;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage;

/// <summary>How many images of a visit ended in one way.</summary>
/// <param name="Visit">Without the counts of its images.</param>
/// <param name="Reason"><see langword="null"/>: measured, or, when there are none, nothing yet.</param>
internal readonly record struct TimelineRow(VisitSummary Visit, string? Reason, int Images)
{
    /// <summary>The visits of rows that come visit by visit.</summary>
    public static List<VisitSummary> Gather(IEnumerable<TimelineRow> rows) =>
        [.. rows.GroupBy(row => row.Visit.Place).Select(visit => visit.First().Visit with
        {
            Measured = visit.Where(row => row.Reason is null).Sum(row => row.Images),
            Failures = Failures(visit),
        })];

    private static ImmutableArray<ReasonCount> Failures(IEnumerable<TimelineRow> rows) =>
        [.. rows.Where(row => row.Reason is not null)
            .Select(row => new ReasonCount(Reasons.Parse(row.Reason!), row.Images))
            .OrderByDescending(failure => failure.Images).ThenBy(failure => failure.Reason)];
}
