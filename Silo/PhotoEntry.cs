using RetailPulse.Grains.Ledger;

namespace RetailPulse.Silo;

/// <summary>
/// Lets this silo enter its share of the images of ended jobs, so that they are found by their bytes: when it starts and every 30 s, while no job runs.
/// While one does, they wait, or for somebody who asks, for entering takes the time of the writes.
/// </summary>
internal sealed partial class PhotoEntry(ILedger ledger, IPhotoLedger photos, ISiloStatusOracle silos, TimeProvider time, ILogger<PhotoEntry> logger) : BackgroundService
{
    /// <summary>Jobs after which it is asked anew whether one runs.</summary>
    private const int AtOnce = 100;

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
            var jobs = await photos.ReadUnenteredJobsAsync(cancellationToken);
            var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys;
            foreach (var some in jobs.Where(job => RescueShare.Has(silos.SiloAddress, active, job)).Chunk(AtOnce))
            {
                if ((await ledger.ReadUnfinishedJobsAsync(cancellationToken)).Count > 0) return;
                await photos.EnterAsync(some, cancellationToken);
            }
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
