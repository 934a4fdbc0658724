using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Measures a job's recent rate of results by sampling its counts once per second.</summary>
internal sealed class JobRate(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, long Done)> looks = new();
    private long last;

    /// <summary>Takes a sample if the last one is at least a second old.</summary>
    public void Note(VisitWindow window)
    {
        if (looks.Count > 0 && time.GetElapsedTime(last) < Every) return;
        last = time.GetTimestamp();
        looks.Enqueue((last, Done(window.Counts)));
        while (looks.Count > 1 && time.GetElapsedTime(looks.Peek().At) > Lately) looks.Dequeue();
    }

    /// <summary>
    /// Returns the results per second over at most the last 30 s; <see langword="null"/> before the samples span a second.
    /// </summary>
    public double? Rate(JobCounts now) =>
        looks.TryPeek(out var first) && time.GetElapsedTime(first.At) is var since && since >= Every ? (Done(now) - first.Done) / since.TotalSeconds : null;

    private static long Done(JobCounts counts) => counts.Measured + counts.Failed;
}
