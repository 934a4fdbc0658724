using RetailPulse.WebFrontend.Access;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/photos/sheet</c>: the selected photos as a contact sheet for paper.</summary>
internal static class SheetScreen
{
    /// <summary>Number of photos on a sheet of A4: four rows of three.</summary>
    public const int PerPage = 12;

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api, RequestRates rates)
    {
        var selected = await Selection.ReadAsync(context, api, rates);
        return selected.Value is { } photos
            ? ConsolePage.Of<SheetPage>("Contact sheet", "photos", ("Photos", photos))
            : ConsolePage.Refused(selected.Status, selected.Problem, "photos");
    }
}
