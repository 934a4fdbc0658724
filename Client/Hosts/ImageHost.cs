using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The states of a host.</summary>
public static class HostState
{
    /// <summary>It is called as fast as its connections allow.</summary>
    public const string Up = "up";

    /// <summary>It is called with fewer requests at once: most recent calls failed, or it asked for a slower pace.</summary>
    public const string Slowed = "slowed";

    /// <summary>It is not called until its next probe.</summary>
    public const string Resting = "resting";

    /// <summary>No recent call got any response. It is only probed.</summary>
    public const string Down = "down";
}

/// <summary>The hosts that images are fetched from.</summary>
/// <param name="Hosts">At most 1,000 hosts, those with the most trouble first.</param>
/// <param name="Total">Hosts that the silos reported.</param>
/// <param name="Silos">Every active silo. The hosts of a silo that did not respond are missing.</param>
public sealed record ImageHosts(
    [property: JsonRequired] IReadOnlyList<ImageHost> Hosts,
    int Total,
    [property: JsonRequired] IReadOnlyList<SiloAnswer> Silos
);

/// <summary>One host, as all silos know it.</summary>
/// <param name="Origin">Scheme, host, and port unless it is the scheme's default.</param>
/// <param name="State">The worst of its states on the silos; one of <see cref="HostState"/>.</param>
/// <param name="InFlight">Requests to the host that are in progress.</param>
/// <param name="Waiting">Images that wait for a place at the host.</param>
/// <param name="RecentCalls">Number of calls from which <paramref name="FailureShare"/> is computed.</param>
/// <param name="FailureShare">Share of the recent calls that failed, 0 to 1; <see langword="null"/> when there were none.</param>
/// <param name="LastReason">Why the last failed call failed; <see langword="null"/> when none is known.</param>
/// <param name="NextProbeAt">
/// The next probe of a host that is down, or the end of a host's rest; <see langword="null"/> for a host that can be called now.
/// </param>
/// <param name="Silos">Each silo that knows the host.</param>
public sealed record ImageHost(
    string Origin,
    string State,
    int InFlight,
    int Waiting,
    int RecentCalls,
    double? FailureShare,
    string? LastReason,
    DateTimeOffset? NextProbeAt,
    IReadOnlyList<HostOnSilo> Silos
);

/// <summary>One host, as one silo knows it. The members mean the same as those of <see cref="ImageHost"/>.</summary>
/// <param name="Silo">Address and port of the silo.</param>
public sealed record HostOnSilo(
    string Silo,
    string State,
    int InFlight,
    int Waiting,
    int RecentCalls,
    double? FailureShare,
    string? LastReason,
    DateTimeOffset? NextProbeAt
);

/// <summary>Whether a silo responded in time.</summary>
/// <param name="Silo">Address and port of the silo.</param>
/// <param name="Answered">Whether its hosts are in the list.</param>
public sealed record SiloAnswer(string Silo, bool Answered);
