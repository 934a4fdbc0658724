using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Reports what happens to jobs after their submission.</summary>
internal sealed class JobTelemetry : IZeroedCounters
{
    /// <summary>Time without progress after which a job counts as stuck.</summary>
    private static readonly TimeSpan StalledAfter = TimeSpan.FromMinutes(1);

    /// <summary>From a second to six hours.</summary>
    private static readonly double[] Durations = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 21_600];

    private readonly ConcurrentDictionary<Heartbeat, bool> running = [];
    private readonly TimeProvider time;
    private readonly Counter<long> ended;
    private readonly Histogram<double> duration;
    private readonly Counter<long> rescued;
    private readonly Counter<long> removed;
    private volatile int failingNudges;

    public JobTelemetry(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = PulseMeter.Create(meters);
        ended = meter.CreateCounter<long>("retailpulse.job.ended", "{job}", "Runs of jobs that ended.");
        duration = meter.CreateDuration("retailpulse.job.duration", "Time from the submission of a job to its end.", Durations);
        rescued = meter.CreateCounter<long>("retailpulse.rescue.jobs", "{job}", "Unfinished jobs that this silo nudged.");
        removed = meter.CreateCounter<long>("retailpulse.retention.removed", "{job}", "Jobs that were removed after their retention.");
        meter.CreateObservableGauge("retailpulse.job.active", () => running.Count, "{job}", "Ongoing jobs that run on this silo.");
        meter.CreateObservableGauge(
            "retailpulse.job.oldest.age",
            FindOldest,
            "s",
            "Age of the oldest ongoing job on this silo that made no progress for a minute; 0 if there is none."
        );
        meter.CreateObservableGauge(
            "retailpulse.job.stalled",
            FindStalled,
            "s",
            "Time since the last progress of the ongoing job on this silo that has waited longest for it; 0 if there is none."
        );
        meter.CreateObservableGauge(
            "retailpulse.rescue.failing",
            () => failingNudges,
            "{job}",
            "Unfinished jobs that this silo fails to nudge."
        );
    }

    public void Zero()
    {
        foreach (var status in (JobStatus[])[JobStatus.Completed, JobStatus.Failed, JobStatus.Cancelled])
            ended.Add(0, StatusTag(status));
        foreach (var cause in Enum.GetValues<RescueCause>())
            rescued.Add(0, CauseTag(cause));
        removed.Add(0);
    }

    /// <summary>Reports that a job begins to run on this silo. The returned heartbeat is disposed when it no longer does.</summary>
    public Heartbeat JobBegan(DateTimeOffset submittedAt)
    {
        var heartbeat = new Heartbeat(this, submittedAt);
        running[heartbeat] = true;
        return heartbeat;
    }

    /// <summary>Reports the end of a run of a job.</summary>
    public void JobEnded(JobStatus status, TimeSpan age)
    {
        ended.Add(1, StatusTag(status));
        duration.Record(age.TotalSeconds, StatusTag(status));
    }

    /// <summary>Reports a nudge of an unfinished job.</summary>
    public void JobNudged(RescueCause cause) => rescued.Add(1, CauseTag(cause));

    /// <summary>Sets the number of unfinished jobs whose last nudge failed, so that they cannot resume.</summary>
    public void NudgesFail(int jobs) => failingNudges = jobs;

    /// <summary>Reports a job that was removed because its retention has ended.</summary>
    public void JobRemoved() => removed.Add(1);

    private static KeyValuePair<string, object?> StatusTag(JobStatus status) => new("status", status.Code());

    private static KeyValuePair<string, object?> CauseTag(RescueCause cause) =>
        new(
            "cause",
            cause switch
            {
                RescueCause.Start => "start",
                RescueCause.SiloDeath => "silo_death",
                _ => "sweep",
            }
        );

    private double FindOldest() =>
        running
            .Keys.Where(job => time.GetElapsedTime(job.MadeAt) >= StalledAfter)
            .Select(job => (time.GetUtcNow() - job.SubmittedAt).TotalSeconds)
            .DefaultIfEmpty(0)
            .Max();

    private double FindStalled() => running.Keys.Select(job => time.GetElapsedTime(job.MadeAt).TotalSeconds).DefaultIfEmpty(0).Max();

    /// <summary>The heartbeat of one job that runs on this silo.</summary>
    internal sealed class Heartbeat(JobTelemetry owner, DateTimeOffset submittedAt) : IDisposable
    {
        private long madeAt = owner.time.GetTimestamp();
        private long results = -1;

        public DateTimeOffset SubmittedAt => submittedAt;

        /// <summary>Timestamp of the last progress.</summary>
        public long MadeAt => Volatile.Read(ref madeAt);

        /// <summary>Reports the number of images of the job that have results.</summary>
        public void Report(long done)
        {
            if (Interlocked.Exchange(ref results, done) != done)
                Volatile.Write(ref madeAt, owner.time.GetTimestamp());
        }

        public void Dispose() => owner.running.TryRemove(this, out _);
    }
}

/// <summary>Why a silo nudges an unfinished job.</summary>
internal enum RescueCause
{
    /// <summary>The silo has started.</summary>
    Start,

    /// <summary>Another silo died.</summary>
    SiloDeath,

    /// <summary>The regular round.</summary>
    Sweep,
}
