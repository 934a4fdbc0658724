using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;

namespace RetailPulse.Grains.Jobs;

/// <summary>
/// Shares a window of about twice the cluster's slots among the jobs that run here. A job may keep its equal share of images in flight, and as
/// many more as the others leave unused.
/// </summary>
internal sealed class WindowShare(IOptions<ImagesOptions> images, ISiloStatusOracle silos)
{

    /// <summary>Below this a job of many small visits would wait for its own round trips.</summary>
    private const int Least = 16;

    private int running;
    private long busy;

    /// <summary>Adds a job, which leaves by disposing of its seat.</summary>
    public Seat Enter()
    {
        Interlocked.Increment(ref running);
        return new Seat(this);
    }

    /// <param name="others">Images that the other jobs work on.</param>
    internal static long Share(int slots, int silos, int jobs, long others)
    {
        var window = 2L * slots * Math.Max(1, silos);
        return Math.Max(Least, Math.Max(window / Math.Max(1, jobs), window - others));
    }

    private long Images(long own) => Share(
        images.Value.Slots, silos.GetApproximateSiloStatuses(onlyActive: true).Count, Volatile.Read(ref running), Interlocked.Read(ref busy) - own);

    /// <summary>A job's part in the window. For one thread at a time.</summary>
    internal sealed class Seat(WindowShare share) : IDisposable
    {
        private long busy;
        private bool left;

        /// <summary>The number of images that the job may keep in flight.</summary>
        public long Images() => share.Images(busy);

        /// <summary>Records the number of images that the job works on. Those that wait are not among them: others may have their part.</summary>
        public void Record(long images)
        {
            if (left) return;
            Interlocked.Add(ref share.busy, images - busy);
            busy = images;
        }

        public void Dispose()
        {
            if (left) return;
            Record(0);
            left = true;
            Interlocked.Decrement(ref share.running);
        }
    }
}
