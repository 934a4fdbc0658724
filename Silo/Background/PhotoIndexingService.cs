using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Images.Photos;

namespace RetailPulse.Silo.Background;

/// <summary>Runs this silo's share of <see cref="PhotoIndexer"/> when it starts and every 30 s.</summary>
internal sealed class PhotoIndexingService(
    PhotoIndexer photos,
    JobPartition partition,
    TimeProvider time,
    ILogger<PhotoIndexingService> logger
) : PeriodicService("index images by their hashes", Period, time, logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken)
    {
        await photos.IndexAsync(partition.IsMine, cancellationToken);
        return Period;
    }
}
