using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Health;

/// <summary>The descriptions of the probes.</summary>
internal static class HealthOperations
{
    public static readonly Operation Health = new(
        "getHealth",
        Tags.Health,
        "Check the cluster",
        "Checks whether this server reaches the cluster and is not stopping. `/health/ready` also checks the database and the store master."
    )
    {
        Answers =
        [
            Text(200, "The cluster responds.", "Healthy"),
            Text(503, "The cluster does not respond, or the server is stopping.", "Unhealthy"),
        ],
    };

    public static readonly Operation Alive = new(
        "getAlive",
        Tags.Health,
        "Check the process",
        "Checks whether the process responds, and nothing else, like `/health/live`."
    )
    {
        Answers = [Text(200, "The process responds.", "Healthy")],
    };

    public static readonly Operation Live = new(
        "getHealthLive",
        Tags.Health,
        "Check liveness",
        "Checks whether the process responds, and nothing else. If it does not, a restart may help."
    )
    {
        Answers = [Text(200, "The process responds.", "Healthy")],
    };

    public static readonly Operation Ready = new(
        "getHealthReady",
        Tags.Health,
        "Check readiness",
        "Checks whether this server can serve requests: the cluster, the database, and the store master respond, and the server is not stopping."
    )
    {
        Answers =
        [
            Text(200, "The server is ready.", "Healthy"),
            Text(503, "The server is not ready. The text names what is missing.", "Unhealthy: database"),
        ],
    };

    public static readonly Operation Startup = new(
        "getHealthStartup",
        Tags.Health,
        "Check the start",
        "Checks whether the server has completed its start."
    )
    {
        Answers = [Text(200, "The server has started.", "Healthy"), Text(503, "The server is still starting.", "Unhealthy: starting")],
    };

    private static Answer Text(int status, string description, string text) =>
        new(status, description, new Content("text/plain", typeof(string), ("example", text)));
}
