using RetailPulse.Jobs;

namespace RetailPulse.Web.V1.Jobs.Events;

/// <summary>Watches one job for all who listen to it here.</summary>
/// <param name="start">Failures up to there have been told to the first listener, but for late ones.</param>
/// <param name="told">Of the failures shortly before, those that it was told.</param>
internal sealed class JobFeed(long jobId, FailureCursor start, IEnumerable<FailureCursor> told, IJobSource source, TimeProvider time)
{
    /// <summary>Four looks a second while something changes.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>How often failures are looked for that were committed after later ones.</summary>
    private static readonly TimeSpan LookBackEvery = TimeSpan.FromSeconds(5);

    private readonly HashSet<FailureCursor> sent = [.. told];
    private readonly List<Listener> listeners = [];
    private readonly FailureCursor first = start.Before;
    private FailureCursor newest = start;
    private JobDetail? shown;
    private long failed = -1;
    private bool behind;
    private long lookedBack = time.GetTimestamp();

    public CancellationTokenSource Stop { get; } = new();

    public bool Empty
    {
        get
        {
            lock (listeners) return listeners.Count == 0;
        }
    }

    public void Add(Listener listener)
    {
        lock (listeners) listeners.Add(listener);
    }

    public void Remove(Listener listener)
    {
        lock (listeners) listeners.Remove(listener);
    }

    /// <summary>Returns when the job has ended, with the end, or is gone, with nothing; until then, a cluster that does not answer is asked again.</summary>
    public async Task<byte[]?> WatchAsync()
    {
        var pause = Shortest;
        while (true)
        {
            var (answered, job) = await source.ReadAsync(jobId);
            if (answered && job is null) return null;
            if (job is not null)
            {
                var complete = await TellFailuresAsync(job);
                pause = job == shown ? TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, Longest.Ticks)) : Shortest;
                TellProgress(job);
                if (complete && job.Status != JobStatus.Ongoing) return EventBytes.End(job, newest);
            }

            await Task.Delay(pause, time, Stop.Token);
        }
    }

    public void Tell(Action<Listener> what)
    {
        lock (listeners) listeners.ForEach(what);
    }

    private void TellProgress(JobDetail job)
    {
        if (job == shown) return;
        shown = job;
        var bytes = EventBytes.Progress(job, new EventId(newest), time.GetUtcNow());
        Tell(listener => listener.Progress(bytes));
    }

    /// <summary>At the end everything is gone through once more, so that nothing is missed, however late it was committed.</summary>
    private async Task<bool> TellFailuresAsync(JobDetail job)
    {
        if (job.Status != JobStatus.Ongoing) return await TellFromAsync(first);
        var lookBack = time.GetElapsedTime(lookedBack) >= LookBackEvery && newest != FailureCursor.Start;
        if (!lookBack && !behind && job.Counts.Failed == failed) return true;
        behind = !await TellFromAsync(lookBack ? newest.Before : newest);
        if (behind) return false;
        failed = job.Counts.Failed;
        if (lookBack) lookedBack = time.GetTimestamp();
        return true;
    }

    private async Task<bool> TellFromAsync(FailureCursor after)
    {
        while (true)
        {
            var (answered, page) = await source.ReadFailuresAsync(jobId, after);
            if (!answered) return false;
            foreach (var failure in page!.Images) Tell(failure);
            if (page.Images.Length < IJobSource.Page) return true;
            after = page.Images[^1].Cursor;
        }
    }

    /// <summary>The id never goes back, not even with a failure that came late: all up to it has been told.</summary>
    private void Tell(FailedImage failure)
    {
        var cursor = failure.Cursor;
        if (!sent.Add(cursor)) return;
        if (cursor > newest) newest = cursor;
        var bytes = EventBytes.Failure(failure, new EventId(newest));
        Tell(listener => listener.Failure(cursor, bytes));
    }
}
