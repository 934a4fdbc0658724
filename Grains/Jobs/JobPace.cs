using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>How fast a job has been getting its results lately, by a look at its counts once a second.</summary>
internal sealed class JobPace(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, long Done)> looks = new();
    private long last;

    /// <summary>May be called as often as one likes.</summary>
    public void Note(VisitWindow window)
    {
        if (looks.Count > 0 && time.GetElapsedTime(last) < Every) return;
        last = time.GetTimestamp();
        looks.Enqueue((last, Done(window.Counts)));
        while (looks.Count > 1 && time.GetElapsedTime(looks.Peek().At) > Lately) looks.Dequeue();
    }

    /// <summary>Results per second over the last half minute at most; <see langword="null"/> before the job was looked at for a second.</summary>
    public double? Rate(JobCounts now) =>
        looks.TryPeek(out var first) && time.GetElapsedTime(first.At) is var since && since >= Every ? (Done(now) - first.Done) / since.TotalSeconds : null;

    private static long Done(JobCounts counts) => counts.Measured + counts.Failed;
}
