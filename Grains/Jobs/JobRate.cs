using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Measures a job's recent rate of results by sampling its counts once per second.</summary>
internal sealed class JobRate(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, long Done)> samples = new();
    private long last;

    /// <summary>Returns results per second; <see langword="null"/> for a period without length.</summary>
    /// <param name="done">Number of results in the period.</param>
    public static double? Over(long done, TimeSpan period) => period.Ticks > 0 ? done / period.TotalSeconds : null;

    /// <summary>Takes a sample if the last one is at least a second old, and returns whether it did.</summary>
    public bool Sample(VisitWindow window)
    {
        if (samples.Count > 0 && time.GetElapsedTime(last) < Interval)
            return false;
        last = time.GetTimestamp();
        samples.Enqueue((last, Done(window.Counts)));
        while (samples.Count > 1 && time.GetElapsedTime(samples.Peek().At) > Period)
            samples.Dequeue();
        return true;
    }

    /// <summary>
    /// Returns the results per second over at most the last 30 s; <see langword="null"/> before the samples span a second.
    /// </summary>
    public double? Rate(JobCounts now) =>
        samples.TryPeek(out var first) && time.GetElapsedTime(first.At) is var since && since >= Interval
            ? (Done(now) - first.Done) / since.TotalSeconds
            : null;

    private static long Done(JobCounts counts) => counts.Measured + counts.Failed;
}
