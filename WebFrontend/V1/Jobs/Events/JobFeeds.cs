using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The feeds of this front end: one of each job that somebody listens to, however many do.</summary>
internal sealed partial class JobFeeds(IJobSource source, TimeProvider time, ILogger<JobFeeds> logger)
{
    private const int MostListeners = 10_000;

    private readonly Dictionary<long, JobFeed> feeds = [];

    /// <summary>The places of this front end's listeners. Each stream holds one.</summary>
    public FairLimit<string> Places { get; } = new(MostListeners);

    /// <summary>The listener is told what comes to be seen from now on, and perhaps something of what it knows.</summary>
    public void Join(long jobId, Listener listener)
    {
        lock (feeds)
        {
            if (!feeds.TryGetValue(jobId, out var feed))
            {
                feeds[jobId] = feed = new JobFeed(jobId, listener.Told, source, time);
                feed.Add(listener);
                _ = RunAsync(jobId, feed);
                return;
            }

            feed.Add(listener);
        }
    }

    /// <summary>With its last listener a feed ends.</summary>
    public void Quit(long jobId, Listener listener)
    {
        lock (feeds)
        {
            if (!feeds.TryGetValue(jobId, out var feed)) return;
            feed.Remove(listener);
            if (feed.Empty && feeds.Remove(jobId)) feed.Stop.Cancel();
        }
    }

    /// <summary>Whoever comes after the end finds no feed, and sees for himself that the job has ended.</summary>
    private async Task RunAsync(long jobId, JobFeed feed)
    {
        JobDetail? end = null;
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            end = await feed.WatchAsync();
        }
        catch (OperationCanceledException) when (feed.Stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            LogBroken(exception, jobId);
        }

        lock (feeds)
        {
            if (feeds.GetValueOrDefault(jobId) == feed) feeds.Remove(jobId);
            feed.Tell(listener => listener.End(end));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The events of job {JobId} broke off; its listeners connect anew")]
    private partial void LogBroken(Exception exception, long jobId);
}
