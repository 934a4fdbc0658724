using System.Diagnostics.Metrics;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Reports what happens on the guarded way out.</summary>
internal sealed class FetchTelemetry : IZeroedCounters
{
    private readonly Counter<long> refused;
    private readonly Counter<long> io;

    public FetchTelemetry(IMeterFactory meters)
    {
        var meter = PulseMeter.Create(meters);
        refused = meter.CreateCounter<long>("retailpulse.fetch.refused", "{connection}", "Connections to addresses that are not allowed.");
        io = meter.CreateCounter<long>("retailpulse.fetch.io", "By", "Bytes of bodies of image hosts.");
    }

    public void Zero()
    {
        foreach (var kind in Enum.GetValues<RefusedAddress>())
            refused.Add(0, KindTag(kind));
        io.Add(0);
    }

    /// <summary>Reports a connection that was refused because its address is not allowed.</summary>
    public void ConnectionRefused(RefusedAddress kind) => refused.Add(1, KindTag(kind));

    /// <summary>Reports the body of one response.</summary>
    public void BodyRead(long bytes) => io.Add(bytes);

    private static KeyValuePair<string, object?> KindTag(RefusedAddress kind) =>
        new(
            "kind",
            kind switch
            {
                RefusedAddress.Literal => "literal",
                RefusedAddress.Resolved => "resolved",
                _ => "redirect",
            }
        );
}

/// <summary>How a URL led to an address that is not allowed.</summary>
internal enum RefusedAddress
{
    /// <summary>The URL contains the address.</summary>
    Literal,

    /// <summary>The name in the URL resolves to the address.</summary>
    Resolved,

    /// <summary>A redirect led to the address.</summary>
    Redirect,
}
