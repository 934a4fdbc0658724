using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Telemetry;

namespace RetailPulse.Tests.Unit.Silo.Telemetry;

public sealed class DatabaseMetricsTests : IDisposable
{
    private readonly Meters meters = new();

    public void Dispose() => meters.Dispose();

    [Fact]
    public void Figures_that_could_not_be_read_again_are_not_exported_forever()
    {
        var time = new FakeTimeProvider();
        var metrics = new DatabaseMetrics(meters, time);
        using var reader = new MeterReader(meters);
        metrics.Update(new DatabaseFigures(1, 2, 0, null) { FreeBytes = 3 });
        Assert.Contains("retailpulse.database.free 3", reader.Take(observe: true));
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Contains("retailpulse.database.free 3", reader.Take(observe: true));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(reader.Take(observe: true));
        Assert.Null(metrics.Read());
    }
}
