using RetailPulse.Hosts;
using RetailPulse.Images;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Hosts;

/// <summary>The hosts from which images are downloaded.</summary>
/// <param name="Hosts">At most 1,000 hosts, those with the most trouble first. A host that was idle for some time is not listed.</param>
/// <param name="Total">Number of all hosts that the servers reported.</param>
/// <param name="Silos">All active servers. Each keeps its own state of hosts in memory, which is missing if it does not respond.</param>
internal sealed record HostListResponse(IReadOnlyList<HostResponse> Hosts, int Total, IReadOnlyList<SiloAnswerResponse> Silos)
{
    public static HostListResponse From(HostList list) =>
        new(
            [.. list.Hosts.Select(HostResponse.From)],
            list.Total,
            [.. list.Silos.Select(silo => new SiloAnswerResponse(silo.Silo, silo.Answered))]
        );
}

/// <summary>A host, as all servers together see it.</summary>
/// <param name="Origin">Scheme, name, and port unless it is the default of the scheme.</param>
/// <param name="State">The worst state of the host on any server.</param>
/// <param name="InFlight">Number of requests to the host that are in progress.</param>
/// <param name="Waiting">Number of images that wait for the host.</param>
/// <param name="RecentCalls">Number of recent calls, from which <c>failure_share</c> is computed.</param>
/// <param name="FailureShare">Share of the recent calls that failed, from 0 to 1; <see langword="null"/> if there were none.</param>
/// <param name="LastReason">Why the last failed call failed; <see langword="null"/> if unknown.</param>
/// <param name="NextProbeAt">
/// Time of the next probe of a host that is down, or the end of a host's rest; <see langword="null"/> if the host can be called now.
/// </param>
/// <param name="Silos">The host as each server sees it.</param>
internal sealed record HostResponse(
    string Origin,
    [property: OneOf(ClosedLists.HostState)] string State,
    int InFlight,
    int Waiting,
    int RecentCalls,
    double? FailureShare,
    [property: OneOf(ClosedLists.Reason)] string? LastReason,
    DateTime? NextProbeAt,
    IReadOnlyList<HostOnSiloResponse> Silos
)
{
    public static HostResponse From(HostEntry entry)
    {
        var whole = HostOnSiloResponse.From(new HostOnSilo("", entry.Whole));
        return new HostResponse(
            entry.Whole.Origin,
            whole.State,
            whole.InFlight,
            whole.Waiting,
            whole.RecentCalls,
            whole.FailureShare,
            whole.LastReason,
            whole.NextProbeAt,
            [.. entry.Silos.Select(HostOnSiloResponse.From)]
        );
    }
}

/// <summary>A host, as one server sees it.</summary>
/// <param name="Silo">Address and port of the server.</param>
/// <param name="State">State of the host on this server.</param>
/// <param name="InFlight">Number of requests to the host that are in progress on this server.</param>
/// <param name="Waiting">Number of images that wait for the host on this server.</param>
/// <param name="RecentCalls">Number of recent calls, from which <c>failure_share</c> is computed.</param>
/// <param name="FailureShare">Share of the recent calls that failed, from 0 to 1; <see langword="null"/> if there were none.</param>
/// <param name="LastReason">Why the last failed call failed; <see langword="null"/> if unknown.</param>
/// <param name="NextProbeAt">
/// Time of the next probe of a host that is down, or the end of a host's rest; <see langword="null"/> if the host can be called now.
/// </param>
internal sealed record HostOnSiloResponse(
    string Silo,
    [property: OneOf(ClosedLists.HostState)] string State,
    int InFlight,
    int Waiting,
    int RecentCalls,
    double? FailureShare,
    [property: OneOf(ClosedLists.Reason)] string? LastReason,
    DateTime? NextProbeAt
)
{
    public static HostOnSiloResponse From(HostOnSilo host)
    {
        var status = host.Status;
        return new HostOnSiloResponse(
            host.Silo,
            status.State.Code(),
            status.InFlight,
            status.Waiting,
            status.RecentCalls,
            status.RecentCalls > 0 ? Math.Round((double)status.RecentFailures / status.RecentCalls, 3) : null,
            status.LastReason.Code(),
            status.NextCallAt?.UtcDateTime
        );
    }
}

/// <summary>Whether a server responded in time.</summary>
/// <param name="Silo">Address and port of the server.</param>
/// <param name="Answered">Whether the server responded, so that the list includes its hosts.</param>
internal sealed record SiloAnswerResponse(string Silo, bool Answered);
