using System.Diagnostics.Metrics;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Reports the state of image hosts, as numbers of hosts and never by name.</summary>
internal sealed class HostTelemetry : IZeroedCounters
{
    private readonly Meter meter;
    private readonly Counter<long> transitions;

    public HostTelemetry(IMeterFactory meters)
    {
        meter = PulseMeter.Create(meters);
        transitions = meter.CreateCounter<long>("retailpulse.host.transitions", "{transition}", "Changes of an image host to a state.");
    }

    public void Zero()
    {
        foreach (var state in Enum.GetValues<HostState>())
            transitions.Add(0, StateTag(state));
    }

    /// <summary>Reports that a host is now in a state.</summary>
    public void HostChanged(HostState state) => transitions.Add(1, StateTag(state));

    /// <summary>Reports the number of hosts in each state whenever somebody asks.</summary>
    /// <param name="read">Returns the states of all hosts that this silo knows.</param>
    public void ObserveHosts(Func<IEnumerable<HostState>> read) =>
        meter.CreateObservableGauge("retailpulse.host.circuit", () => Count(read()), "{host}", "Image hosts that this silo knows.");

    private static IEnumerable<Measurement<int>> Count(IEnumerable<HostState> hosts)
    {
        var counts = hosts.CountBy(state => state).ToDictionary();
        return Enum.GetValues<HostState>().Select(state => new Measurement<int>(counts.GetValueOrDefault(state), StateTag(state)));
    }

    private static KeyValuePair<string, object?> StateTag(HostState state) => new("state", state.Code());
}
