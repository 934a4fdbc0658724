using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/stores/{id}</c>: the visits of a store in all jobs, and its perimeters over time.</summary>
internal static class StoreScreen
{
    private const int PageSize = 50;

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
        return ConsolePage.Of<StorePage>(store.StoreName, "stores", ("Store", store));
    }
}
