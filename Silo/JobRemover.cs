namespace RetailPulse.Silo;

/// <summary>Lets this silo do its share of the removal of <see cref="ExpiredJobs"/>: when it starts, and every ten minutes.</summary>
internal sealed partial class JobRemover(ExpiredJobs expired, ISiloStatusOracle silos, TimeProvider time, ILogger<JobRemover> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await RemoveAsync(stoppingToken)) await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Answers whether there may be more to do.</summary>
    private async Task<bool> RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await expired.RemoveAsync(
                job => RescueShare.Has(silos.SiloAddress, silos.GetApproximateSiloStatuses(onlyActive: true).Keys, job), cancellationToken);
        }
        catch (Exception exception)
        {
            // Whatever it was, the next round may go better; a silo that stops has none.
            if (!cancellationToken.IsCancellationRequested) LogFailed(exception, Period);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired jobs could not all be removed; next try in {Period}")]
    private partial void LogFailed(Exception exception, TimeSpan period);
}
