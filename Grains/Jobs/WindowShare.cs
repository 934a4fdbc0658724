using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;

namespace RetailPulse.Grains.Jobs;

/// <summary>How many images a job may keep in flight: about twice the cluster's slots, shared among the jobs that run here.</summary>
internal sealed class WindowShare(IOptions<ImagesOptions> images, ISiloStatusOracle silos)
{
    /// <summary>Below this a job of many small visits would wait for its own round trips.</summary>
    private const int Least = 16;

    private int running;

    public void Enter() => Interlocked.Increment(ref running);

    public void Leave() => Interlocked.Decrement(ref running);

    public long Images() =>
        Share(images.Value.Slots, silos.GetApproximateSiloStatuses(onlyActive: true).Count, Volatile.Read(ref running));

    internal static long Share(int slots, int silos, int jobs) =>
        Math.Max(Least, 2L * slots * Math.Max(1, silos) / Math.Max(1, jobs));
}
