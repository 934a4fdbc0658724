using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Measures a job's recent rate of results by sampling its counts once per second.</summary>
internal sealed class JobRate(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, long Done)> samples = new();
    private long last;

    /// <summary>Takes a sample if the last one is at least a second old.</summary>
    public void Sample(VisitWindow window)
    {
        if (samples.Count > 0 && time.GetElapsedTime(last) < Interval)
            return;
        last = time.GetTimestamp();
        samples.Enqueue((last, Done(window.Counts)));
        while (samples.Count > 1 && time.GetElapsedTime(samples.Peek().At) > Period)
            samples.Dequeue();
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
