using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Images.Photos;

/// <summary>Indexes the images of ended jobs by their bytes while no job runs, because indexing competes for writes.</summary>
/// <remarks>If jobs always run, the images wait at most <see cref="MaxWait"/>, so that they do not accumulate.</remarks>
internal sealed class PhotoIndexer(ILedger ledger, IPhotoLedger photos, TimeProvider time)
{
    /// <summary>Maximum wait. Indexing what is measured within this time takes a second or two.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    /// <summary>Number of jobs after which to check again whether a job runs.</summary>
    private const int BatchSize = 100;

    private long noneWaited = time.GetTimestamp();

    /// <summary>Runs one round.</summary>
    /// <param name="mine">Returns whether this silo is responsible for a job.</param>
    public async Task IndexAsync(Func<long, bool> mine, CancellationToken cancellationToken)
    {
        var overdue = time.GetElapsedTime(noneWaited) >= MaxWait;
        var started = time.GetTimestamp();
        foreach (var some in (await photos.ReadUnindexedJobsAsync(cancellationToken)).Where(mine).Chunk(BatchSize))
        {
            if (!overdue && (await ledger.ReadUnfinishedJobsAsync(cancellationToken)).Count > 0)
                return;
            await photos.IndexAsync(some, cancellationToken);
        }

        noneWaited = started;
    }
}
