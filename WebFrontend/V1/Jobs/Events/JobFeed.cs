using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Watches one job for all who listen to it here.</summary>
/// <param name="known">Failures up to there have been told to the first listener.</param>
internal sealed class JobFeed(long jobId, FailureCursor known, IJobSource source, TimeProvider time)
{
    /// <summary>Four looks a second while something changes.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly List<Listener> listeners = [];
    private FailureCursor told = known;
    private JobDetail? shown;
    private long failed = -1;

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

    /// <summary>Returns when the job has ended, with the job, or is gone, with nothing; until then, a cluster that does not answer is asked again.</summary>
    public async Task<JobDetail?> WatchAsync()
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
                if (complete && job.Status != JobStatus.Ongoing) return job;
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
        var bytes = EventBytes.Progress(job, time.GetUtcNow());
        Tell(listener => listener.Progress(bytes));
    }

    /// <summary>Answers whether all failures that the job counts have been told. At the end the ledger alone says so.</summary>
    private async Task<bool> TellFailuresAsync(JobDetail job)
    {
        if (job.Status == JobStatus.Ongoing && job.Counts.Failed == failed) return true;
        if (!await TellFailuresAsync()) return false;
        failed = job.Counts.Failed;
        return true;
    }

    private async Task<bool> TellFailuresAsync()
    {
        while (true)
        {
            var (answered, page) = await source.ReadFailuresAsync(jobId, told);
            if (!answered) return false;
            foreach (var failure in page!.Images) Tell(failure);
            if (page.Images.Length < IJobSource.Page) return !page.HeldBack;
        }
    }

    private void Tell(FailedImage failure)
    {
        told = failure.Cursor;
        var bytes = EventBytes.Failure(failure);
        Tell(listener => listener.Failure(failure.Cursor, bytes));
    }
}
