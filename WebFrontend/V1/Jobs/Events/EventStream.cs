using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>
/// The 200 response with the events of one job for one client: its progress, the failures that the client does not have yet, and then
/// further events.
/// </summary>
/// <param name="job">The job when the client connected.</param>
/// <param name="tenant">Tenant whose permit the stream holds and releases.</param>
internal sealed class EventStream(
    long jobId,
    JobDetail job,
    FailureCursor known,
    string tenant,
    JobFeeds feeds,
    IJobSource source,
    ListenerPermits permits,
    TimeProvider time,
    CancellationToken stopping
) : EventResponse(tenant, permits, time, stopping)
{
    private readonly TimeProvider time = time;
    private readonly Listener listener = new(known);

    protected override async Task RunAsync(EventConnection connection)
    {
        await connection.SendAsync([EventText.Retry, .. Progress()]);
        var whole = await CatchUpAsync(connection);
        if (job.Status != JobStatus.Ongoing)
        {
            while (!whole)
            {
                await connection.PauseAsync();
                whole = await CatchUpAsync(connection);
            }

            await connection.SendAsync([.. Progress(), EventBytes.End(job, listener.Told)]);
            return;
        }

        // Read what became visible between the last page and joining the feed, which may have reported it to other listeners already.
        feeds.Join(jobId, listener);
        await CatchUpAsync(connection);
        await connection.FollowAsync(listener);
    }

    protected override void Quit() => feeds.Quit(jobId, listener);

    private byte[][] Progress() => [EventBytes.Progress(job, time.GetUtcNow()), EventBytes.Id(new EventId(listener.Told))];

    /// <summary>Sends the failures that the client does not have yet. Returns whether no failure is held back.</summary>
    private async Task<bool> CatchUpAsync(EventConnection connection)
    {
        while (true)
        {
            if (await TryReadAsync() is not { } page)
            {
                await connection.PauseAsync();
                continue;
            }

            await connection.SendAsync([.. page.Images.Select(EventBytes.Failure)]);
            if (page.Images is [.., var last])
                listener.Knows(last.Cursor);
            if (page.Images.Length < IJobSource.Page)
                return !page.HeldBack;
        }
    }

    /// <summary>Returns the next page; <see langword="null"/> if the cluster does not respond.</summary>
    private async Task<FailedImagePage?> TryReadAsync()
    {
        try
        {
            return await source.ReadFailuresAsync(jobId, listener.Told);
        }
        catch (ClusterUnavailableException)
        {
            return null;
        }
    }
}
