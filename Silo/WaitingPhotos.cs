using RetailPulse.Grains.Ledger;

namespace RetailPulse.Silo;

/// <summary>
/// Enters the images of ended jobs, so that they are found by their bytes, while no job runs: entering takes the time of the writes. Where a job always
/// runs, they wait no longer than <see cref="Longest"/>, so that they never pile up.
/// </summary>
internal sealed class WaitingPhotos(ILedger ledger, IPhotoLedger photos, TimeProvider time)
{
    /// <summary>What is measured in so long takes a second or two to enter.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Jobs after which it is asked anew whether one runs.</summary>
    private const int AtOnce = 100;

    private long noneWaited = time.GetTimestamp();

    /// <summary>One round.</summary>
    /// <param name="mine">Which jobs are this silo's to enter.</param>
    public async Task EnterAsync(Func<long, bool> mine, CancellationToken cancellationToken)
    {
        var overdue = time.GetElapsedTime(noneWaited) >= Longest;
        var started = time.GetTimestamp();
        foreach (var some in (await photos.ReadUnenteredJobsAsync(cancellationToken)).Where(mine).Chunk(AtOnce))
        {
            if (!overdue && (await ledger.ReadUnfinishedJobsAsync(cancellationToken)).Count > 0) return;
            await photos.EnterAsync(some, cancellationToken);
        }

        noneWaited = started;
    }
}
