using RetailPulse.Hosts;
using RetailPulse.Images;

namespace RetailPulse.WebFrontend.V1.Hosts;

/// <summary>The hosts that images are fetched from.</summary>
/// <param name="Hosts">At most 1,000 hosts, the most troubled first. A host that has been idle for a while is forgotten.</param>
/// <param name="Total">Hosts that the silos reported.</param>
/// <param name="Silos">Every active silo. What is known of hosts is in memory, so a silo that does not respond leaves its part out.</param>
internal sealed record HostListResponse(IReadOnlyList<HostResponse> Hosts, int Total, IReadOnlyList<SiloAnswerResponse> Silos)
{
    public static HostListResponse From(HostList list) => new(
        [.. list.Hosts.Select(HostResponse.From)], list.Total, [.. list.Silos.Select(silo => new SiloAnswerResponse(silo.Silo, silo.Answered))]);
}

/// <summary>One host, as all silos know it.</summary>
/// <param name="Origin">Scheme, host, and port unless it is the scheme's default.</param>
/// <param name="State">The worst of its states on the silos.</param>
/// <param name="InFlight">Requests to the host that are under way.</param>
/// <param name="Waiting">Images that wait for a place at the host.</param>
/// <param name="RecentCalls">Calls that <c>failure_share</c> is taken over.</param>
/// <param name="FailureShare">Share of the recent calls that failed, 0 to 1; <see langword="null"/> when there were none.</param>
/// <param name="LastReason">Why the last failed call failed; <see langword="null"/> when none is known.</param>
/// <param name="NextProbeAt">The next probe of a host that is down, or the end of a host's rest; <see langword="null"/> for a host that can be called now.</param>
/// <param name="Silos">Each silo that knows the host.</param>
internal sealed record HostResponse(
    string Origin,
    string State,
    int InFlight,
    int Waiting,
    int RecentCalls,
    double? FailureShare,
    string? LastReason,
    DateTime? NextProbeAt,
    IReadOnlyList<HostOnSiloResponse> Silos)
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
            [.. entry.Silos.Select(HostOnSiloResponse.From)]);
    }
}

/// <summary>One host, as one silo knows it.</summary>
/// <param name="Silo">Address and port of the silo.</param>
/// <param name="InFlight">Requests of this silo to the host that are under way.</param>
/// <param name="Waiting">Images on this silo that wait for a place at the host.</param>
/// <param name="RecentCalls">Calls that <c>failure_share</c> is taken over.</param>
/// <param name="FailureShare">Share of the recent calls that failed, 0 to 1; <see langword="null"/> when there were none.</param>
/// <param name="LastReason">Why the last failed call failed; <see langword="null"/> when none is known.</param>
/// <param name="NextProbeAt">The next probe of a host that is down, or the end of a host's rest; <see langword="null"/> for a host that can be called now.</param>
internal sealed record HostOnSiloResponse(
    string Silo, string State, int InFlight, int Waiting, int RecentCalls, double? FailureShare, string? LastReason, DateTime? NextProbeAt)
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
            status.NextCallAt?.UtcDateTime);
    }
}

/// <summary>Whether a silo responded in time.</summary>
/// <param name="Silo">Address and port of the silo.</param>
/// <param name="Answered">Its hosts are in the list.</param>
internal sealed record SiloAnswerResponse(string Silo, bool Answered);
