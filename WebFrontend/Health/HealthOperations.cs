using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Health;

/// <summary>The probes.</summary>
internal static class HealthOperations
{
    public static readonly Operation[] All =
    [
        new("GET", "/health", "getHealth", Tags.Health, "Whether requests can be answered", "Readiness: a silo answers this front end.")
        {
            Answers = [Says(200, "It does.", "Healthy"), Says(503, "It does not.", "Unhealthy")],
        },
        new("GET", "/alive", "getAlive", Tags.Health, "Whether the process lives", "Liveness: nothing else is looked at.")
        {
            Answers = [Says(200, "It does.", "Healthy")],
        },
    ];

    private static Answer Says(int status, string description, string text) => new(status, description, new Content("text/plain", typeof(string), ("example", text)));
}
