using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Operations;

namespace RetailPulse.Silo.Background;

/// <summary>Runs <see cref="JobOperationRescue"/> when this silo starts and every 30 s, on one silo of the cluster.</summary>
internal sealed class JobOperationService(
    JobOperationRescue rescue,
    JobPartition partition,
    TimeProvider time,
    ILogger<JobOperationService> logger
) : PeriodicService("resume operations", Period, time, logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken)
    {
        if (partition.IsMine(0))
            await rescue.RunAsync();
        return Period;
    }
}
