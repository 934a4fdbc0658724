using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/operations/{id}</c>: the progress and the result of a change of many jobs.</summary>
internal static class OperationScreen
{
    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api, string id)
    {
        var answer = await api.GetAsync<ShownOperation>(context, $"/api/v1/operations/{id}");
        return answer.Value is { } operation
            ? ConsolePage.Of<OperationPage>($"Operation {operation.Id}", "jobs", ("Operation", operation))
            : ConsolePage.Refused(answer.Status, answer.Problem, "jobs");
    }
}
