using RetailPulse.Jobs;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Submissions as tests need them.</summary>
internal static class Submissions
{
    public static JobSubmission Of(params VisitSubmission[] visits) => new([.. visits]);

    public static VisitSubmission Visit(string store, params string[] images) => new(store, "2026-05-04T09:30:00Z", [.. images]);

    /// <summary>Visits of store <c>S1</c>, each with its own images.</summary>
    public static JobSubmission Grid(int visits, int images) =>
        new([
            .. Enumerable
                .Range(0, visits)
                .Select(visit => Visit("S1", [.. Enumerable.Range(0, images).Select(image => $"http://images.example/{visit}/{image}")])),
        ]);
}
