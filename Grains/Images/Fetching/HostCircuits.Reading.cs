using System.Collections.Immutable;
using RetailPulse.Grains.Hosts;
using RetailPulse.Hosts;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>What the circuits show of their hosts.</summary>
internal sealed partial class HostCircuits : IHostObservatory
{
    public ImmutableArray<HostStatus> Read()
    {
        lock (gate) return [.. hosts.Select(host => Read(host.Key, host.Value))];
    }

    private HostStatus Read(string name, Host host)
    {
        var (circuit, waiting) = (host.Circuit, host.Waiters.Count);
        DateTimeOffset? probeAt = circuit.Open ? time.GetUtcNow() + TimeSpan.FromTicks(Math.Max(0, (circuit.ProbeAt - Now).Ticks)) : null;
        return new HostStatus(
            name, circuit.Open ? HostState.Down : HostState.Up, host.InFlight, waiting, circuit.Failures, circuit.Failures, ImageReason.None, probeAt);
    }
}
