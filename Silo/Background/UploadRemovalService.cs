using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Retention;

namespace RetailPulse.Silo.Background;

/// <summary>Runs this silo's share of <see cref="AbandonedUploadRemover"/> when it starts and every 30 s.</summary>
internal sealed class UploadRemovalService(
    AbandonedUploadRemover abandoned,
    JobPartition partition,
    TimeProvider time,
    ILogger<UploadRemovalService> logger
) : PeriodicService("remove incomplete uploads", Period, time, logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken)
    {
        await abandoned.RemoveAsync(partition.IsMine, cancellationToken);
        return Period;
    }
}
