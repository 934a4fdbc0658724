using RetailPulse.Webhooks;

namespace RetailPulse.Silo.Storage;

/// <summary>Converts delivery states to and from their stored form.</summary>
internal static class WebhookStates
{
    private static readonly Dictionary<string, WebhookState> Names = Enum.GetValues<WebhookState>().ToDictionary(Format);

    public static string Format(WebhookState state) => state.Code();

    public static WebhookState Parse(string name) => Names[name];
}
