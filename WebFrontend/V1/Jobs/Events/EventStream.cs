using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

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
    TimeProvider time,
    CancellationToken stopping
) : IResult
{
    /// <summary>Maximum duration of one stream. Its client reconnects and resumes after the last event that it has.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>Maximum time in which the client must read what was sent.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private readonly Listener listener = new(known);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var limit = new CancellationTokenSource(MaxDuration, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping, limit.Token);
        try
        {
            await RunAsync(httpContext, over.Token);
        }
        catch (TimeoutException)
        {
            httpContext.Abort();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested) { }
        finally
        {
            feeds.Quit(jobId, listener);
            feeds.Permits.Release(tenant);
        }
    }

    private async Task RunAsync(HttpContext context, CancellationToken over)
    {
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        context.Response.ContentType = EventBytes.MediaType;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (context.IsHead())
            return;
        await SendAsync(context, [EventBytes.Retry, .. Progress()], over);
        var whole = await CatchUpAsync(context, over);
        if (job.Status != JobStatus.Ongoing)
        {
            while (!whole)
            {
                await PauseAsync(context, over);
                whole = await CatchUpAsync(context, over);
            }

            await SendAsync(context, [.. Progress(), EventBytes.End(job, listener.Told)], over);
            return;
        }

        // Read what became visible between the last page and joining the feed, which may have reported it to other listeners already.
        feeds.Join(jobId, listener);
        await CatchUpAsync(context, over);
        await FollowAsync(context, over);
    }

    private byte[][] Progress() => [EventBytes.Progress(job, time.GetUtcNow()), EventBytes.Id(new EventId(listener.Told))];

    /// <summary>Sends the failures that the client does not have yet. Returns whether no failure is held back.</summary>
    private async Task<bool> CatchUpAsync(HttpContext context, CancellationToken over)
    {
        while (true)
        {
            if (await TryReadAsync() is not { } page)
            {
                await PauseAsync(context, over);
                continue;
            }

            await SendAsync(context, [.. page.Images.Select(EventBytes.Failure)], over);
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

    private async Task PauseAsync(HttpContext context, CancellationToken over)
    {
        await SendAsync(context, [EventBytes.Heartbeat], over);
        await Task.Delay(TimeSpan.FromSeconds(1), time, over);
    }

    private async Task FollowAsync(HttpContext context, CancellationToken over)
    {
        while (true)
        {
            if (!await SomethingAsync(over))
                await SendAsync(context, [EventBytes.Heartbeat], over);
            var (bytes, last) = listener.Take();
            await SendAsync(context, bytes, over);
            if (last)
                break;
        }

        if (listener.Overrun)
            context.Abort();
    }

    private async Task<bool> SomethingAsync(CancellationToken over)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(over);
        try
        {
            await listener.WaitAsync(waiting.Token).WaitAsync(HeartbeatInterval, time, over);
            return true;
        }
        catch (TimeoutException)
        {
            await waiting.CancelAsync();
            return false;
        }
    }

    private async Task SendAsync(HttpContext context, List<byte[]> events, CancellationToken over)
    {
        if (events.Count == 0)
            return;
        foreach (var bytes in events)
            context.Response.BodyWriter.Write(bytes);
        await context.Response.BodyWriter.FlushAsync(over).AsTask().WaitAsync(ReadTimeout, time, over);
    }
}
