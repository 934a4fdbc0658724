namespace RetailPulse.Silo;

/// <summary>
/// Decides when the rescuer looks at all unfinished jobs, and when it nudges a single one that could not be nudged. A job that keeps failing
/// waits longer each time, and makes nobody nudge the others sooner. For one caller at a time.
/// </summary>
/// <param name="period">Time between two looks at all jobs, and the longest wait for a single one. Default: 30 s.</param>
internal sealed class NudgeSchedule(TimeProvider time, TimeSpan? period = null)
{
    /// <summary>The first wait after a failure: the silo of the job may be dying at that very moment.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private readonly TimeSpan longest = period ?? TimeSpan.FromSeconds(30);
    private readonly Dictionary<long, (TimeSpan Wait, long FailedAt)> failing = [];
    private (TimeSpan Wait, long At)? lastLook;

    /// <summary>Whether it is time to look at all jobs.</summary>
    public bool LookIsDue => lastLook is not { } look || time.GetElapsedTime(look.At) >= look.Wait;

    /// <summary>The jobs that failed and whose wait is over.</summary>
    public IReadOnlyCollection<long> Due => [.. failing.Where(job => Left(job.Value.Wait, job.Value.FailedAt) == TimeSpan.Zero).Select(job => job.Key)];

    /// <summary>Time until there is something to do.</summary>
    public TimeSpan UntilNext => failing.Values.Select(job => Left(job.Wait, job.FailedAt)).Append(lastLook is { } look ? Left(look.Wait, look.At) : TimeSpan.Zero).Min();

    /// <summary>All unfinished jobs were read. Jobs that have finished are forgotten.</summary>
    public void Looked(IReadOnlyCollection<long> unfinished)
    {
        lastLook = (longest, time.GetTimestamp());
        foreach (var job in failing.Keys.Except(unfinished).ToArray()) failing.Remove(job);
    }

    /// <summary>The unfinished jobs could not be read.</summary>
    public void LookFailed() => lastLook = (FirstWait < longest ? FirstWait : longest, time.GetTimestamp());

    /// <summary>Everything is due at once, because a silo died.</summary>
    public void Alarm()
    {
        lastLook = null;
        failing.Clear();
    }

    /// <summary>The job was nudged, or is another silo's to nudge.</summary>
    public void Forget(long job) => failing.Remove(job);

    /// <summary>Returns the time until the job is nudged again.</summary>
    public TimeSpan Failed(long job)
    {
        var wait = failing.TryGetValue(job, out var known) ? known.Wait * 2 : FirstWait;
        wait = wait < longest ? wait : longest;
        failing[job] = (wait, time.GetTimestamp());
        return wait;
    }

    private TimeSpan Left(TimeSpan wait, long since) => time.GetElapsedTime(since) is var elapsed && elapsed < wait ? wait - elapsed : TimeSpan.Zero;
}
