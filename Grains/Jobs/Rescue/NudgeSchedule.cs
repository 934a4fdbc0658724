namespace RetailPulse.Grains.Jobs.Rescue;

/// <summary>Decides when the rescuer reads all unfinished jobs, and when it retries a single job whose nudge failed.</summary>
/// <remarks>
/// A job that keeps failing waits longer each time and does not cause other jobs to be nudged sooner. Not thread-safe.
/// </remarks>
/// <param name="period">Interval between reads of all jobs, and longest wait for a single one. Default: 30 s.</param>
internal sealed class NudgeSchedule(TimeProvider time, TimeSpan? period = null)
{
    /// <summary>First wait after a failure. The job's silo may be dying at that moment.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>Wait for the second read after a silo's death. At the first, silos may still disagree about which of them has a job.</summary>
    private static readonly TimeSpan SettlingWait = TimeSpan.FromSeconds(5);

    private readonly TimeSpan longest = period ?? TimeSpan.FromSeconds(30);
    private readonly Dictionary<long, (TimeSpan Wait, long FailedAt)> failing = [];
    private (TimeSpan Wait, long At)? lastRead;

    /// <summary>Whether a silo died after the last read.</summary>
    private bool settling;

    /// <summary>Whether it is time to read all jobs.</summary>
    public bool ReadIsDue => lastRead is not { } read || time.GetElapsedTime(read.At) >= read.Wait;

    /// <summary>Number of jobs whose last nudge failed.</summary>
    public int Failing => failing.Count;

    /// <summary>The failed jobs whose wait is over.</summary>
    public IReadOnlyCollection<long> DueJobs =>
        [.. failing.Where(job => Left(job.Value.Wait, job.Value.FailedAt) == TimeSpan.Zero).Select(job => job.Key)];

    /// <summary>Time until there is something to do.</summary>
    public TimeSpan UntilNext =>
        failing
            .Values.Select(job => Left(job.Wait, job.FailedAt))
            .Append(lastRead is { } read ? Left(read.Wait, read.At) : TimeSpan.Zero)
            .Min();

    /// <summary>Records that all unfinished jobs were read, and drops the jobs that have finished.</summary>
    public void RecordRead(IReadOnlyCollection<long> unfinished)
    {
        lastRead = (settling && SettlingWait < longest ? SettlingWait : longest, time.GetTimestamp());
        settling = false;
        foreach (var job in failing.Keys.Except(unfinished).ToArray())
            failing.Remove(job);
    }

    /// <summary>Records that the unfinished jobs could not be read.</summary>
    public void RecordFailedRead() => lastRead = (FirstWait < longest ? FirstWait : longest, time.GetTimestamp());

    /// <summary>Makes everything due at once, and once more 5 s later, because a silo died.</summary>
    public void Restart()
    {
        (lastRead, settling) = (null, true);
        failing.Clear();
    }

    /// <summary>Drops a job that was nudged or that another silo is responsible for.</summary>
    public void Forget(long job) => failing.Remove(job);

    /// <summary>Records a failed nudge and returns the time until the job is nudged again.</summary>
    public TimeSpan RecordFailedNudge(long job)
    {
        var wait = failing.TryGetValue(job, out var known) ? known.Wait * 2 : FirstWait;
        wait = wait < longest ? wait : longest;
        failing[job] = (wait, time.GetTimestamp());
        return wait;
    }

    private TimeSpan Left(TimeSpan wait, long since) =>
        time.GetElapsedTime(since) is var elapsed && elapsed < wait ? wait - elapsed : TimeSpan.Zero;
}
