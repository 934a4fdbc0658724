using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;

namespace RetailPulse.Grains.Jobs;

/// <summary>Divides a window of about twice the cluster's slots among the jobs that run on this silo.</summary>
/// <remarks>A job may keep its equal share of images in flight, plus what the other jobs leave unused.</remarks>
/// <param name="countSilos">Returns the number of active silos.</param>
internal sealed class InFlightBudget(IOptions<ImagesOptions> images, Func<int> countSilos)
{
    /// <summary>Minimum window of a job, in images. With less, a job of many small visits would wait for its own round trips.</summary>
    private const int MinWindow = 16;

    private int running;
    private long busy;

    /// <summary>Number of jobs that run on this silo.</summary>
    public int Jobs => Volatile.Read(ref running);

    /// <summary>Adds a job, which leaves by disposing its seat.</summary>
    public Seat Join()
    {
        Interlocked.Increment(ref running);
        return new Seat(this);
    }

    /// <param name="others">Number of images that the other jobs keep busy.</param>
    internal static long Share(int slots, int silos, int jobs, long others)
    {
        var window = 2L * slots * Math.Max(1, silos);
        return Math.Max(MinWindow, Math.Max(window / Math.Max(1, jobs), window - others));
    }

    private long Images(long own) => Share(images.Value.Slots, countSilos(), Volatile.Read(ref running), Interlocked.Read(ref busy) - own);

    /// <summary>A job's share of the window. Not thread-safe.</summary>
    internal sealed class Seat(InFlightBudget share) : IDisposable
    {
        private long busy;
        private bool left;

        /// <summary>Returns the number of images that the job may keep in flight.</summary>
        public long Images() => share.Images(busy);

        /// <summary>
        /// Records the number of images that the job keeps busy. Waiting images do not count, so other jobs may use their share.
        /// </summary>
        public void Record(long images)
        {
            if (left)
                return;
            Interlocked.Add(ref share.busy, images - busy);
            busy = images;
        }

        public void Dispose()
        {
            if (left)
                return;
            Record(0);
            left = true;
            Interlocked.Decrement(ref share.running);
        }
    }
}
