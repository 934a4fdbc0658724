using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Health;

/// <summary>The descriptions of the health checks.</summary>
internal static class HealthOperations
{
    public static readonly Operation Ready = new(
        "getHealth",
        Tags.Health,
        "Check readiness",
        "Checks whether this server reaches the cluster, so that it can serve requests."
    )
    {
        Answers = [Text(200, "The server is ready.", "Healthy"), Text(503, "The server is not ready.", "Unhealthy")],
    };

    public static readonly Operation Alive = new(
        "getAlive",
        Tags.Health,
        "Check liveness",
        "Checks whether the process responds, and nothing else."
    )
    {
        Answers = [Text(200, "The process responds.", "Healthy")],
    };

    private static Answer Text(int status, string description, string text) =>
        new(status, description, new Content("text/plain", typeof(string), ("example", text)));
}
