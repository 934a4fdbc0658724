using System.Globalization;
using RetailPulse.WebFrontend.Console.Reading;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/stores/{id}</c>: the visits of a store in all jobs, and its perimeters over time.</summary>
internal static class StoreScreen
{
    private const int PageSize = 50;
    private const int VisitsOfHistory = 500;

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api, string id)
    {
        var timeline = api.GetAsync<ShownTimeline>(
            context,
            $"/api/v1/stores/{id}/visits",
            ("page_token", context.Request.Query["page_token"]),
            ("page_size", $"{PageSize}")
        );
        var answer = await timeline;
        if (answer.Value is not { } store)
            return ConsolePage.Refused(answer.Status, answer.Problem, "stores");
        var history = await HistoryAsync(context, api, store);
        return ConsolePage.Of<StorePage>(
            store.StoreName,
            "stores",
            ("Store", store),
            ("History", history),
            ("Measurements", await MeasurementsAsync(context, api, store.StoreId, history))
        );
    }

    /// <summary>Returns the newest visits, on the first page of the list.</summary>
    private static async Task<IReadOnlyList<ShownVisit>> HistoryAsync(HttpContext context, InProcessApi api, ShownTimeline store)
    {
        if (context.Request.Query["page_token"].ToString().Length > 0)
            return [];
        if (store.NextPageToken is null)
            return store.Visits;
        var answer = await api.GetAsync<ShownTimeline>(
            context,
            $"/api/v1/stores/{StoreLinks.Segment(store.StoreId)}/visits",
            ("page_size", $"{VisitsOfHistory}")
        );
        return answer.Value?.Visits ?? store.Visits;
    }

    /// <summary>Returns the measured images of the newest days with visits, as many days as have a bounded number of images.</summary>
    private static async Task<IReadOnlyList<ShownMeasurement>> MeasurementsAsync(
        HttpContext context,
        InProcessApi api,
        string id,
        IReadOnlyList<ShownVisit> visits
    )
    {
        if (DrawnDays.Of(visits, whole: visits.Count < VisitsOfHistory) is not { } days)
            return [];
        var answer = await api.GetAsync<ShownMeasurements>(
            context,
            "/api/visits",
            ("storeid", id),
            ("startdate", days.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("enddate", days.Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        );
        return answer.Value?.Results is [var measured, ..] ? measured.Data : [];
    }
}
