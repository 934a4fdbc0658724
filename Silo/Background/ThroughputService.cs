using RetailPulse.Grains.Throughput;

namespace RetailPulse.Silo.Background;

/// <summary>Runs <see cref="ThroughputRecorder"/> at the end of every minute.</summary>
internal sealed class ThroughputService(ThroughputRecorder recorder, TimeProvider time, ILogger<ThroughputService> logger)
    : PeriodicService("record the throughput", RetryDelay, time, logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    protected override async Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken)
    {
        await recorder.RecordAsync(cancellationToken);
        return recorder.UntilNext;
    }
}
