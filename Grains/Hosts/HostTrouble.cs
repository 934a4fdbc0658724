using RetailPulse.Hosts;

namespace RetailPulse.Grains.Hosts;

/// <summary>Orders hosts by urgency for an operator: by state, then waiting images, then failures.</summary>
internal sealed class HostTrouble : IComparer<HostStatus>
{
    public static readonly HostTrouble MostTroubledFirst = new();

    public int Compare(HostStatus? x, HostStatus? y)
    {
        var byTrouble = Trouble(y!).CompareTo(Trouble(x!));
        return byTrouble != 0 ? byTrouble : string.CompareOrdinal(x!.Origin, y!.Origin);
    }

    private static (HostState State, int Waiting, int Failures, int InFlight) Trouble(HostStatus host) =>
        (host.State, host.Waiting, host.RecentFailures, host.InFlight);
}
