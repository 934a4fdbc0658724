using RetailPulse.Jobs;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Submissions as tests need them.</summary>
internal static class Submissions
{
    public static JobSubmission Of(params VisitSubmission[] visits) => new([.. visits]);

    public static VisitSubmission Visit(string store, params string[] images) => new(store, "2026-05-04T09:30:00Z", [.. images]);

    /// <summary>Returns a body that both APIs accept, for any serializer.</summary>
    /// <param name="time">Time of every visit.</param>
    /// <param name="callback">URL that is notified of the end; <see langword="null"/> for none.</param>
    public static Dictionary<string, object> Json(
        IEnumerable<(string Store, IEnumerable<string> Images)> visits,
        string time = "2026-05-04T09:30:00Z",
        string? callback = null
    )
    {
        object[] all =
        [
            .. visits.Select(visit => new
            {
                store_id = visit.Store,
                image_url = visit.Images,
                visit_time = time,
            }),
        ];
        var body = new Dictionary<string, object> { ["count"] = all.Length, ["visits"] = all };
        if (callback is not null)
            body["callback_url"] = callback;
        return body;
    }

    /// <summary>Visits of store <c>S1</c>, each with its own images.</summary>
    public static JobSubmission Grid(int visits, int images) =>
        new([
            .. Enumerable
                .Range(0, visits)
                .Select(visit => Visit("S1", [.. Enumerable.Range(0, images).Select(image => $"http://images.example/{visit}/{image}")])),
        ]);
}
