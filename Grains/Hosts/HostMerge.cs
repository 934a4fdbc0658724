using System.Collections.Immutable;
using RetailPulse.Hosts;
using RetailPulse.Images;

namespace RetailPulse.Grains.Hosts;

/// <summary>Merges what several silos know about the same hosts.</summary>
internal static class HostMerge
{
    /// <summary>Returns one entry for each host, the most troubled first.</summary>
    public static IEnumerable<HostEntry> Of(IEnumerable<HostOnSilo> hosts) =>
        hosts
            .GroupBy(host => host.Status.Origin, StringComparer.OrdinalIgnoreCase)
            .Select(host => Join([.. host.OrderBy(known => known.Silo, StringComparer.Ordinal)]))
            .OrderBy(entry => entry.Whole, HostTrouble.MostTroubledFirst);

    private static HostEntry Join(ImmutableArray<HostOnSilo> silos)
    {
        var known = silos.Select(silo => silo.Status).Order(HostTrouble.MostTroubledFirst).ToList();
        return new HostEntry(
            new HostStatus(
                known[0].Origin,
                known[0].State,
                known.Sum(host => host.InFlight),
                known.Sum(host => host.Waiting),
                known.Sum(host => host.RecentCalls),
                known.Sum(host => host.RecentFailures),
                known.Select(host => host.LastReason).FirstOrDefault(reason => reason != ImageReason.None),
                known.Min(host => host.NextCallAt)
            ),
            silos
        );
    }
}
