using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/operator</c>: image hosts and silos, for the role admin.</summary>
internal static class OperatorScreen
{
    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api)
    {
        var answer = await api.GetAsync<ShownHosts>(context, "/api/v1/hosts");
        return answer.Value is { } hosts
            ? ConsolePage.Of<OperatorPage>("Operator", "operator", ("Hosts", hosts))
            : ConsolePage.Refused(answer.Status, answer.Problem, "operator");
    }
}
