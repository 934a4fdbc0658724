using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Hosts;

/// <summary>Reading how hosts stand.</summary>
internal static class HostOperations
{
    private const string Silo = "10.0.0.5:11111";

    private static readonly DateTime Probe = Examples.Submitted.AddSeconds(8);

    private static readonly HostListResponse List = new(
        [new("https://images.example", "down", 2, 40, 16, 1.0, "connect", Probe, [new(Silo, "down", 2, 40, 16, 1.0, "connect", Probe)])],
        1,
        [new(Silo, true), new("10.0.0.6:11111", false)]);

    public static readonly Operation[] All =
    [
        new("GET", "/api/v1/hosts", "listHosts", Tags.Hosts, "The hosts that images are fetched from", """
            The most troubled first, at most 1,000: each with its state, its requests in flight, the share of its recent calls that failed, the images that wait for
            it, and its next probe; as a whole and for each silo. Every active silo is asked at once. A silo that does not respond within a second is listed in
            `silos` with `answered` false, and its part is left out.

            | state | |
            |---|---|
            | `up` | called as fast as its connections allow |
            | `slowed` | called with fewer requests at once: most recent calls failed, or it asked for a slower pace |
            | `resting` | not called until `next_probe_at`: it asked for that, or its failures call for it |
            | `down` | no recent call got any response; only probed, next at `next_probe_at` |
            """)
        {
            Answers = [new(200, "The hosts.", Content.Json(List))],
            Problems = [Examples.QueryOfNothing, Examples.InternalError, Problem.Unavailable],
        },
    ];
}
