using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The feeds of this front end: one for each job that has listeners.</summary>
internal sealed partial class JobFeeds(IJobSource source, TimeProvider time, ILogger<JobFeeds> logger)
{
    private readonly Dictionary<long, JobFeed> feeds = [];

    /// <summary>Adds a listener, which gets what becomes visible from now on, and possibly some events that it already has.</summary>
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

    /// <summary>Removes a listener. A feed ends with its last listener.</summary>
    public void Quit(long jobId, Listener listener)
    {
        lock (feeds)
        {
            if (!feeds.TryGetValue(jobId, out var feed))
                return;
            feed.Remove(listener);
            if (feed.Empty && feeds.Remove(jobId))
                feed.Stop.Cancel();
        }
    }

    /// <summary>A listener that joins after the end finds no feed, and reads that the job has ended.</summary>
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
            if (feeds.GetValueOrDefault(jobId) == feed)
                feeds.Remove(jobId);
            feed.Tell(listener => listener.End(end));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Ending the event streams of job {JobId} after an error; their clients reconnect")]
    private partial void LogBroken(Exception exception, long jobId);
}
