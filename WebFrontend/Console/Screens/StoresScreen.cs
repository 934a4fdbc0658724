using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/stores</c>: the stores of the store master in force.</summary>
internal static class StoresScreen
{
    private const int PageSize = 50;
    private const int MaxAreas = 500;

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api)
    {
        var query = context.Request.Query;
        var found = api.GetAsync<ShownStorePage>(
            context,
            "/api/v1/stores",
            ("q", query["q"]),
            ("area", query["area"]),
            ("page_token", query["page_token"]),
            ("page_size", $"{PageSize}")
        );
        var master = api.GetAsync<ShownMaster>(context, "/api/v1/store-master");
        var areas = api.GetAsync<ShownAreas>(context, "/api/v1/areas", ("page_size", $"{MaxAreas}"));
        await Task.WhenAll(found, master, areas);
        var answer = await found;
        return answer.Value is { } page
            ? ConsolePage.Of<StoresPage>(
                "Stores",
                "stores",
                ("Stores", page.Stores),
                ("Next", page.NextPageToken),
                ("Master", (await master).Value),
                ("Areas", (await areas).Value)
            )
            : ConsolePage.Refused(answer.Status, answer.Problem, "stores");
    }
}
