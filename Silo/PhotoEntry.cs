namespace RetailPulse.Silo;

/// <summary>Lets this silo enter its share of <see cref="WaitingPhotos"/>: when it starts, and every 30 s.</summary>
internal sealed partial class PhotoEntry(WaitingPhotos photos, ISiloStatusOracle silos, TimeProvider time, ILogger<PhotoEntry> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await EnterAsync(stoppingToken);
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await photos.EnterAsync(job => RescueShare.Has(silos.SiloAddress, silos.GetApproximateSiloStatuses(onlyActive: true).Keys, job), cancellationToken);
        }
        catch (Exception exception)
        {
            // Whatever it was, the next round may go better; a silo that stops has none.
            if (!cancellationToken.IsCancellationRequested) LogNotEntered(exception, Period);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Images could not be entered by their hashes; next try in {Period}")]
    private partial void LogNotEntered(Exception exception, TimeSpan period);
}
