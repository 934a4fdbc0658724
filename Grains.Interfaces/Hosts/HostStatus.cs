using RetailPulse.Images;

namespace RetailPulse.Hosts;

/// <summary>One host that images are fetched from, as one silo knows it.</summary>
/// <param name="Origin">Scheme, host, and port unless it is the scheme's default, such as <c>https://images.example:8443</c>.</param>
/// <param name="InFlight">Requests to the host that are under way.</param>
/// <param name="Waiting">Images that wait for a place at the host.</param>
/// <param name="RecentCalls">Number of recent calls that <paramref name="RecentFailures"/> is counted over.</param>
/// <param name="RecentFailures">How many of these calls failed.</param>
/// <param name="LastReason">Why the last failed call failed; <see cref="ImageReason.None"/> when none is known.</param>
/// <param name="NextCallAt">The next probe of a host that is down, or the end of a host's rest; <see langword="null"/> for a host that can be called now.</param>
[GenerateSerializer, Immutable, Alias("host-status")]
public sealed record HostStatus(
    [property: Id(0)] string Origin,
    [property: Id(1)] HostState State,
    [property: Id(2)] int InFlight,
    [property: Id(3)] int Waiting,
    [property: Id(4)] int RecentCalls,
    [property: Id(5)] int RecentFailures,
    [property: Id(6)] ImageReason LastReason,
    [property: Id(7)] DateTimeOffset? NextCallAt);

/// <summary>Whether a host can be called. A closed list, from least to most troubled.</summary>
[GenerateSerializer, Alias("host-state")]
public enum HostState
{
    /// <summary>It is called as fast as its connections allow.</summary>
    Up = 0,

    /// <summary>It is called, but with fewer requests at once: most recent calls failed, or it asked for a slower pace.</summary>
    Slowed = 1,

    /// <summary>It is not called until a time that it asked for or that its failures call for.</summary>
    Resting = 2,

    /// <summary>Recent calls got no response at all. It is only probed.</summary>
    Down = 3,
}
