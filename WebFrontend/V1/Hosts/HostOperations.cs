using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Hosts;

/// <summary>The description of the list of hosts.</summary>
internal static class HostOperations
{
    private const string Silo = "10.0.0.5:11111";

    private static readonly DateTime Probe = Examples.Submitted.AddSeconds(8);

    private static readonly HostListResponse Hosts = new(
        [new("https://images.example", "down", 2, 40, 16, 1.0, "connect", Probe, [new(Silo, "down", 2, 40, 16, 1.0, "connect", Probe)])],
        1,
        [new(Silo, true), new("10.0.0.6:11111", false)]
    );

    public static readonly Operation List = new(
        "listHosts",
        Tags.Hosts,
        "List image hosts",
        """
        Returns at most 1,000 hosts from which images are downloaded, those with the most trouble first. Each has its state, its requests in progress, the
        share of its recent calls that failed, the number of images that wait for it, and its next probe: in total, and for each server of the cluster.

        All active servers are queried at once. A server that does not respond within one second is listed in `silos` with `answered: false`, and its figures
        are missing.

        | state | meaning |
        |---|---|
        | `up` | Called at the full rate that its connections allow. |
        | `slowed` | Called with fewer requests at once, because most recent calls failed or it asked for a slower rate. |
        | `resting` | Not called until `next_probe_at`, because it asked for a pause or its failures require one. |
        | `down` | No recent call got a response. Only probed, next at `next_probe_at`. |
        """
    )
    {
        Answers = [new(200, "The hosts.", Content.Json(Hosts))],
        Problems = [Examples.UnknownParameter, Examples.InternalError, Problem.Unavailable],
    };
}
