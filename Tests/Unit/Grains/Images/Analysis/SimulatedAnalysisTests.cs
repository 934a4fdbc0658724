using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Analysis;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Tests.Unit.Grains.Images.Analysis;

public sealed class SimulatedAnalysisTests : IDisposable
{
    private readonly Meters meters = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => meters.Dispose();

    [Fact]
    public async Task It_sleeps_for_a_time_between_0_1_and_0_4_s_and_finds_nothing()
    {
        using var reader = new MeterReader(meters);
        var random = new Random(7);
        var expected = TimeSpan.FromSeconds(0.1) + TimeSpan.FromSeconds(0.3) * new Random(7).NextDouble();
        var analysis = new SimulatedAnalysis(
            Options.Create(new GpuOptions()),
            new RandomSource(random),
            new ImageTelemetry(meters, time),
            time
        );
        var running = analysis.AnalyzeAsync(default, CancellationToken.None);
        time.Advance(expected - TimeSpan.FromMilliseconds(2));
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(default, await running);
        Assert.Single(reader.Take(), figure => figure.EndsWith("stage=sleep", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_sleep_can_be_canceled()
    {
        var analysis = new SimulatedAnalysis(Options.Create(new GpuOptions()), new RandomSource(new Random(7)), Unheard.Images, time);
        using var stop = new CancellationTokenSource();
        var running = analysis.AnalyzeAsync(default, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
