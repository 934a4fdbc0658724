using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Retention;

namespace RetailPulse.Silo.Background;

/// <summary>
/// Runs this silo's share of <see cref="ExpiredJobRemover"/> when it starts, every 10 minutes, and when a job was deleted on request.
/// </summary>
internal sealed class RetentionService(
    ExpiredJobRemover expired,
    DeletedJobs deleted,
    JobPartition partition,
    TimeProvider time,
    ILogger<RetentionService> logger
) : PeriodicService("remove all expired jobs", Period, time, logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken) =>
        await expired.RemoveAsync(partition.IsMine, cancellationToken) ? TimeSpan.Zero : Period;

    protected override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => deleted.WaitAsync(delay, cancellationToken);
}
