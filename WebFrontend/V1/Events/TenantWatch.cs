using System.Collections.Concurrent;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>Reads events and the figures of ongoing jobs for a feed, from its first listener to its last.</summary>
/// <remarks>
/// The figures come from the jobs themselves, in turns of at most 1,000 jobs a second. With more ongoing jobs, each is read less often.
/// </remarks>
/// <param name="start">Cursor up to which the first listener has all events.</param>
internal sealed class TenantWatch(EventCursor start, IEventSource source, TenantFeed feed, TimeProvider time)
{
    private const int JobsPerTurn = 1_000;
    private const int ReadsAtOnce = 16;

    /// <summary>Minimum interval between two progress events of a job.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Time after which a turn begins no further read, so that jobs of a dead silo do not delay events.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(2);

    private readonly FeedInterval interval = new();
    private readonly Dictionary<long, (string Tenant, JobFigures Now)> figures = [];
    private EventCursor told = start;
    private long lastTurn;
    private long lastJob;

    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Runs until the feed stops it. While the cluster does not respond, it retries.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var changed = await TellEventsAsync();
                if (lastTurn == 0 || time.GetElapsedTime(lastTurn) >= ProgressInterval)
                {
                    lastTurn = time.GetTimestamp();
                    changed |= await TellFiguresAsync();
                }

                interval.Adapt(changed);
            }
            catch (ClusterUnavailableException)
            {
                // The next read may succeed.
            }

            await Task.Delay(interval.Value, time, Stop.Token);
        }
    }

    /// <summary>Sends the figures of all jobs to a listener that joins. The caller holds the lock of the feed.</summary>
    public void TellAll(TenantListener listener)
    {
        foreach (var (job, (tenant, now)) in figures)
        {
            if (listener.Hears(tenant))
                listener.Figures(job, now);
        }
    }

    /// <summary>Forgets figures that no listener hears, because the ends of their jobs are not read. The caller holds the lock of the feed.</summary>
    public void ForgetUnheard(List<TenantListener> listeners)
    {
        foreach (var (job, (tenant, _)) in figures.ToArray())
        {
            if (!listeners.Exists(listener => listener.Hears(tenant)))
                figures.Remove(job);
        }
    }

    private async Task<bool> TellEventsAsync()
    {
        var any = false;
        while (true)
        {
            Stop.Token.ThrowIfCancellationRequested();
            var tenants = feed.Tenants();
            var page = await source.ReadAsync(told, tenants);
            if (!feed.TryTell(this, tenants, listeners => Tell(page, listeners)))
                continue;
            any |= page.Events.Length > 0;
            if (!page.More)
                return any;
        }
    }

    private void Tell(JobEventPage page, List<TenantListener> listeners)
    {
        foreach (var happened in page.Events)
        {
            var bytes = EventBytes.Of(happened);
            foreach (var listener in listeners.Where(listener => listener.Hears(happened.Tenant)))
                listener.Event(happened, bytes);
            if (happened.Kind == JobEventKind.Ended)
                figures.Remove(happened.JobId);
        }

        // A ledger that was restored meanwhile ends every stream: each client reconnects, and receives a gap.
        if (page.Lost)
            listeners.ForEach(listener => listener.End());
        told = page.Next;
    }

    private async Task<bool> TellFiguresAsync()
    {
        var tenants = feed.Tenants();
        var jobs = await source.ReadOngoingAsync(tenants, lastJob, JobsPerTurn);
        lastJob = jobs.Length < JobsPerTurn ? 0 : jobs[^1].JobId;
        var read = new ConcurrentBag<(OngoingJob Job, JobFigures Now)>();
        await Parallel.ForEachAsync(
            jobs,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = Stop.Token },
            async (job, _) =>
            {
                if (time.GetElapsedTime(lastTurn) < MaxTurn && await TryReadAsync(job.JobId) is { } now)
                    read.Add((job, now));
            }
        );
        var changed = false;
        feed.TryTell(
            this,
            [],
            listeners =>
            {
                foreach (var (job, now) in read)
                    changed |= Tell(job, now, listeners);
            }
        );
        return changed;
    }

    /// <summary>Returns the figures of a job; <see langword="null"/> if it is not ongoing, or if its silo does not respond.</summary>
    private async Task<JobFigures?> TryReadAsync(long jobId)
    {
        try
        {
            return await source.ReadFiguresAsync(jobId);
        }
        catch (ClusterUnavailableException)
        {
            return null;
        }
    }

    private bool Tell(OngoingJob job, JobFigures now, List<TenantListener> listeners)
    {
        // The last listener of the tenant may have left since the figures were read.
        if (!listeners.Exists(listener => listener.Hears(job.Tenant)))
            return false;
        if (figures.TryGetValue(job.JobId, out var known) && known.Now == now)
            return false;
        if (figures.Count >= TenantListener.MaxWaiting)
            figures.Clear();
        figures[job.JobId] = (job.Tenant, now);
        foreach (var listener in listeners.Where(listener => listener.Hears(job.Tenant)))
            listener.Figures(job.JobId, now);
        return true;
    }
}
