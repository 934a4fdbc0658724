using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Tests.Unit.Grains.Telemetry;

public sealed class LedgerTelemetryTests : IDisposable
{
    private readonly Meters meters = new();

    public void Dispose() => meters.Dispose();

    [Fact]
    public void The_first_failed_transaction_increases_a_counter_that_was_exported_before()
    {
        var telemetry = new LedgerTelemetry(meters, "sqlite");
        using var reader = new MeterReader(meters);
        telemetry.Zero();
        Assert.Equal(["retailpulse.ledger.commit.failures 0 db.system.name=sqlite"], reader.Take());
        telemetry.Committed(3, TimeSpan.FromSeconds(1), new StorageUnavailableException("away"));
        Assert.Contains("retailpulse.ledger.commit.failures 1 db.system.name=sqlite", reader.Take());
        telemetry.Committed(3, TimeSpan.FromSeconds(1), null);
        Assert.DoesNotContain(reader.Take(), line => line.Contains("failures", StringComparison.Ordinal));
    }
}
