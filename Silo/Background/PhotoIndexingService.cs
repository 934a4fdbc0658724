using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Images.Photos;

namespace RetailPulse.Silo.Background;

/// <summary>Runs this silo's share of <see cref="PhotoIndexer"/> when it starts and every 30 s.</summary>
internal sealed partial class PhotoIndexingService(PhotoIndexer photos, ISiloStatusOracle silos, TimeProvider time, ILogger<PhotoIndexingService> logger) : BackgroundService
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
            await photos.EnterAsync(job => JobPartition.Has(silos.SiloAddress, silos.GetApproximateSiloStatuses(onlyActive: true).Keys, job), cancellationToken);
        }
        catch (Exception exception)
        {
            // Any failure may be temporary, so the next round tries again. A silo that is stopping has no next round.
            if (!cancellationToken.IsCancellationRequested) LogNotEntered(exception, Period);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to index images by their hashes; retrying in {Period}")]
    private partial void LogNotEntered(Exception exception, TimeSpan period);
}
