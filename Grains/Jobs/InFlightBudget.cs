using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;

namespace RetailPulse.Grains.Jobs;

/// <summary>Divides a window of about twice the cluster's slots among the tenants, and each tenant's share among its jobs.</summary>
/// <remarks>
/// The jobs are those that run on this silo. A job may keep its equal share of images in flight, plus what all other jobs leave unused.
/// </remarks>
/// <param name="countSilos">Returns the number of active silos.</param>
internal sealed class InFlightBudget(IOptions<ImagesOptions> images, Func<int> countSilos)
{
    /// <summary>Minimum window of a job, in images. With less, a job of many small visits would wait for its own round trips.</summary>
    private const int MinWindow = 16;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> jobs = new(StringComparer.Ordinal);
    private long busy;

    /// <summary>Adds a job of a tenant, which leaves by disposing its seat.</summary>
    public Seat Join(string tenant)
    {
        lock (gate)
            jobs[tenant] = jobs.GetValueOrDefault(tenant) + 1;
        return new Seat(this, tenant);
    }

    /// <param name="tenants">Number of tenants with running jobs.</param>
    /// <param name="jobs">Number of running jobs of the job's tenant.</param>
    /// <param name="others">Number of images that all other jobs keep busy.</param>
    internal static long Share(int slots, int silos, int tenants, int jobs, long others)
    {
        var window = 2L * slots * Math.Max(1, silos);
        return Math.Max(MinWindow, Math.Max(window / Math.Max(1, tenants) / Math.Max(1, jobs), window - others));
    }

    private long Images(string tenant, long own)
    {
        lock (gate)
            return Share(images.Value.Slots, countSilos(), jobs.Count, jobs.GetValueOrDefault(tenant), busy - own);
    }

    private void Record(long more)
    {
        lock (gate)
            busy += more;
    }

    private void Leave(string tenant)
    {
        lock (gate)
        {
            if (--jobs[tenant] == 0)
                jobs.Remove(tenant);
        }
    }

    /// <summary>A job's share of the window. Not thread-safe.</summary>
    internal sealed class Seat(InFlightBudget share, string tenant) : IDisposable
    {
        private long busy;
        private bool left;

        /// <summary>Returns the number of images that the job may keep in flight.</summary>
        public long Images() => share.Images(tenant, busy);

        /// <summary>
        /// Records the number of images that the job keeps busy. Waiting images do not count, so other jobs may use their share.
        /// </summary>
        public void Record(long images)
        {
            if (left)
                return;
            share.Record(images - busy);
            busy = images;
        }

        public void Dispose()
        {
            if (left)
                return;
            Record(0);
            left = true;
            share.Leave(tenant);
        }
    }
}
