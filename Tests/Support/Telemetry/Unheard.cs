using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Tests.Support.Telemetry;

/// <summary>Telemetry that no test listens to.</summary>
internal static class Unheard
{
    private static readonly Meters Meters = new();

    public static ImageTelemetry Images { get; } = new(Meters, TimeProvider.System);

    public static FetchTelemetry Fetches { get; } = new(Meters);

    public static HostTelemetry Hosts { get; } = new(Meters);

    public static JobTelemetry Jobs { get; } = new(Meters, TimeProvider.System);

    public static LedgerTelemetry Ledger { get; } = new(Meters, "none");
}
