using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Retention;

namespace RetailPulse.Silo.Background;

/// <summary>Runs this silo's share of <see cref="ExpiredJobRemover"/> when it starts and every 10 minutes.</summary>
internal sealed partial class RetentionService(ExpiredJobRemover expired, ISiloStatusOracle silos, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await RemoveAsync(stoppingToken)) await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs one round and returns whether more may have to be done.</summary>
    private async Task<bool> RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await expired.RemoveAsync(
                job => JobPartition.Has(silos.SiloAddress, silos.GetApproximateSiloStatuses(onlyActive: true).Keys, job), cancellationToken);
        }
        catch (Exception exception)
        {
            // Any failure may be temporary, so the next round tries again. A silo that is stopping has no next round.
            if (!cancellationToken.IsCancellationRequested) LogFailed(exception, Period);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to remove all expired jobs; retrying in {Period}")]
    private partial void LogFailed(Exception exception, TimeSpan period);
}
