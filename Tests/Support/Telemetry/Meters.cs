using System.Diagnostics.Metrics;

namespace RetailPulse.Tests.Support.Telemetry;

/// <summary>Creates meters of one test, which no other test listens to.</summary>
internal sealed class Meters : IMeterFactory
{
    private readonly Dictionary<string, Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        lock (meters)
        {
            if (!meters.TryGetValue(options.Name, out var meter))
                meters[options.Name] = meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
            return meter;
        }
    }

    public void Dispose()
    {
        foreach (var meter in meters.Values)
            meter.Dispose();
    }
}
