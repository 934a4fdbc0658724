using System.Globalization;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Reading;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/photos/compare</c>: the photos of two visits side by side. Without <c>before</c>, the previous visit of the store.</summary>
internal static class CompareScreen
{
    /// <summary>Number of photos of each visit that are shown.</summary>
    public const int MaxPhotos = 60;

    /// <summary>Number of visits among which the previous one is searched.</summary>
    private const int MaxVisits = 1_000;

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api)
    {
        var after = await ReadAsync(context, api, context.Request.Query["after"]);
        if (after.Value is not { } shown)
            return ConsolePage.Refused(after.Status, after.Problem, "photos");
        var (place, lack) = context.Request.Query["before"].ToString() is { Length: > 0 } given
            ? (given, "")
            : await FindPreviousAsync(context, api, shown);
        if (place is null)
            return Show(null, lack, shown);
        var before = await ReadAsync(context, api, place);
        return before.Value is { } earlier ? Show(earlier, "", shown) : ConsolePage.Refused(before.Status, before.Problem, "photos");
    }

    private static ConsolePage Show(ShownSide? before, string lack, ShownSide after) =>
        ConsolePage.Of<ComparePage>("Before and after", "photos", ("Before", before), ("Lack", lack), ("After", after));

    /// <summary>Returns the visit before in the timeline of the store, as <c>job.visit</c>, or why there is none.</summary>
    private static async Task<(string? Place, string Lack)> FindPreviousAsync(HttpContext context, InProcessApi api, ShownSide after)
    {
        if (after.Photos is not [var first, ..])
            return (null, "The visit has no photos.");
        var answer = await api.GetAsync<ShownTimeline>(
            context,
            $"/api/v1/stores/{StoreLinks.Segment(first.StoreId)}/visits",
            ("page_size", $"{MaxVisits}")
        );
        if (answer.Value is not { } store)
            return (
                null,
                answer.Status == StatusCodes.Status404NotFound ? "The store is unknown." : "Its visits cannot be read right now."
            );
        return store.Visits.SkipWhile(visit => (visit.JobId, visit.Visit) != (after.JobId, after.Visit)).ToList() switch
        {
            [] => (null, FormattableString.Invariant($"The visit is not among the newest {MaxVisits:N0} of the store.")),
            [_, var previous, ..] => (string.Create(CultureInfo.InvariantCulture, $"{previous.JobId}.{previous.Visit}"), ""),
            _ => (null, "The store has no earlier visit."),
        };
    }

    /// <param name="place">A visit as <c>job.visit</c>.</param>
    private static async Task<ApiAnswer<ShownSide>> ReadAsync(HttpContext context, InProcessApi api, string? place)
    {
        if (
            place?.Split('.') is not [var job, var visit]
            || !Digits.TryParse(job, out long jobId)
            || !Digits.TryParse(visit, out int number)
        )
            return new ApiAnswer<ShownSide>(null, StatusCodes.Status404NotFound, null);
        var answer = await api.GetAsync<ShownImagePage>(
            context,
            $"/api/v1/jobs/{job}/images",
            ("visit", visit),
            ("page_size", $"{MaxPhotos}")
        );
        return answer.Value is { } page
            ? new ApiAnswer<ShownSide>(
                new ShownSide(jobId, number, [.. page.Images.Select(ShownPhoto.From)], page.NextPageToken is null),
                answer.Status,
                null
            )
            : new ApiAnswer<ShownSide>(null, answer.Status, answer.Problem);
    }
}
