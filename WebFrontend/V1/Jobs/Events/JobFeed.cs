using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Watches one job for all its listeners on this front end.</summary>
/// <param name="known">Position up to which the first listener has all failures.</param>
internal sealed class JobFeed(long jobId, FailureCursor known, IJobSource source, TimeProvider time)
{
    private readonly FeedInterval interval = new();
    private readonly List<Listener> listeners = [];
    private FailureCursor told = known;
    private JobDetail? shown;
    private long failed = -1;

    public CancellationTokenSource Stop { get; } = new();

    public bool Empty
    {
        get
        {
            lock (listeners)
                return listeners.Count == 0;
        }
    }

    public void Add(Listener listener)
    {
        lock (listeners)
            listeners.Add(listener);
    }

    public void Remove(Listener listener)
    {
        lock (listeners)
            listeners.Remove(listener);
    }

    /// <summary>
    /// Watches the job until it has ended, and returns it; <see langword="null"/> if the job no longer exists. While the cluster does not
    /// respond, the feed retries.
    /// </summary>
    public async Task<JobDetail?> WatchAsync()
    {
        while (true)
        {
            try
            {
                if (await source.ReadAsync(jobId) is not { } job)
                    return null;
                var complete = await TellFailuresAsync(job);
                interval.Adapt(job != shown);
                TellProgress(job);
                if (complete && job.Status != JobStatus.Ongoing)
                    return job;
            }
            catch (ClusterUnavailableException)
            {
                // The next read may succeed.
            }

            await Task.Delay(interval.Value, time, Stop.Token);
        }
    }

    public void Tell(Action<Listener> what)
    {
        lock (listeners)
            listeners.ForEach(what);
    }

    private void TellProgress(JobDetail job)
    {
        if (job == shown)
            return;
        shown = job;
        var bytes = EventBytes.Progress(job, time.GetUtcNow());
        Tell(listener => listener.Progress(bytes));
    }

    /// <summary>
    /// Returns whether all failures that the job counts have been reported. At the end of the job, only the ledger knows.
    /// </summary>
    private async Task<bool> TellFailuresAsync(JobDetail job)
    {
        if (job.Status == JobStatus.Ongoing && job.Counts.Failed == failed)
            return true;
        try
        {
            if (!await TellFailuresAsync())
                return false;
        }
        catch (ClusterUnavailableException)
        {
            return false;
        }

        failed = job.Counts.Failed;
        return true;
    }

    private async Task<bool> TellFailuresAsync()
    {
        while (true)
        {
            var page = await source.ReadFailuresAsync(jobId, told);
            foreach (var failure in page.Images)
                Tell(failure);
            if (page.Images.Length < IJobSource.Page)
                return !page.HeldBack;
        }
    }

    private void Tell(FailedImage failure)
    {
        told = failure.Cursor;
        var bytes = EventBytes.Failure(failure);
        Tell(listener => listener.Failure(failure.Cursor, bytes));
    }
}
