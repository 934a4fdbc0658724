using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Stores;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Visits;

/// <summary>Runs on the silo that receives the call, because all silos read the same ledger.</summary>
[StatelessWorker, Reentrant]
internal sealed class PhotoListGrain(IPhotoQueries ledger, TimeProvider time) : Grain, IPhotoListGrain
{
    /// <summary>Number of results that one statement examines: some hundredths of a second of the ledger's time.</summary>
    private const int BatchSize = 5_000;

    /// <summary>Time after which a page is returned with what it has.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    public async Task<PhotoPage> ReadAsync(PhotoFilter filter, PhotoPosition? after, int limit)
    {
        var area = filter.Area is null ? null : await AreaStores.FindAsync(GrainFactory, filter.Area);
        if (area is { Count: 0 })
            return PhotoPage.Empty;

        var started = time.GetTimestamp();
        var (photos, readUpTo) = (new List<ListedPhoto>(), after);
        do
        {
            var page = await ledger.ReadAsync(filter, area, readUpTo, limit - photos.Count, BatchSize, CancellationToken.None);
            photos.AddRange(page.Photos);
            readUpTo = page.ReadUpTo;
        } while (readUpTo is not null && photos.Count < limit && time.GetElapsedTime(started) < TimeLimit);
        return new PhotoPage([.. photos], readUpTo);
    }
}
