using RetailPulse.Images;

namespace RetailPulse.Hosts;

/// <summary>One host that images are fetched from, as one silo sees it.</summary>
/// <param name="Origin">
/// Scheme and host, plus the port unless it is the scheme's default. Example: <c>https://images.example:8443</c>.
/// </param>
/// <param name="InFlight">Number of requests to the host that are in progress.</param>
/// <param name="Waiting">Number of images that wait in the host's queue.</param>
/// <param name="RecentCalls">Number of recent calls that <paramref name="RecentFailures"/> is counted over.</param>
/// <param name="RecentFailures">Number of these calls that failed.</param>
/// <param name="LastReason">Reason of the last failed call; <see cref="ImageReason.None"/> if no failure is known.</param>
/// <param name="NextCallAt">
/// Time of the next probe if the host is down, or the end of its pause if it rests; <see langword="null"/> if it can be called now.
/// </param>
[GenerateSerializer, Immutable, Alias("host-status")]
public sealed record HostStatus(
    [property: Id(0)] string Origin,
    [property: Id(1)] HostState State,
    [property: Id(2)] int InFlight,
    [property: Id(3)] int Waiting,
    [property: Id(4)] int RecentCalls,
    [property: Id(5)] int RecentFailures,
    [property: Id(6)] ImageReason LastReason,
    [property: Id(7)] DateTimeOffset? NextCallAt
);

/// <summary>The availability of a host. A closed list, ordered from least to most troubled.</summary>
[GenerateSerializer, Alias("host-state")]
public enum HostState
{
    /// <summary>The host is called at the full rate that its connections allow.</summary>
    Up = 0,

    /// <summary>The host is called with fewer concurrent requests: most recent calls failed, or it asked for a slower rate.</summary>
    Slowed = 1,

    /// <summary>The host is not called until a time that it requested or that its failures require.</summary>
    Resting = 2,

    /// <summary>Recent calls got no response at all. The host is only probed.</summary>
    Down = 3,
}

/// <summary>The codes of host states in the API, in storage, and in messages.</summary>
public static class HostStateCodes
{
    /// <summary>Returns the stable code of the state, such as <c>resting</c>.</summary>
    public static string Code(this HostState state) =>
        state switch
        {
            HostState.Up => "up",
            HostState.Slowed => "slowed",
            HostState.Resting => "resting",
            HostState.Down => "down",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a host."),
        };
}
