using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>
/// The 200 response with the events of one tenant for one client: those that the client missed, and then further events.
/// </summary>
/// <param name="scope">Tenant whose events the client hears; <see langword="null"/> for those of all tenants.</param>
/// <param name="start">Cursor after which the stream begins.</param>
/// <param name="gap">Whether the client sent a position that no stream ever wrote.</param>
/// <param name="owner">Tenant whose permit the stream holds and releases.</param>
internal sealed class TenantEventStream(
    string? scope,
    EventCursor start,
    bool gap,
    string owner,
    TenantFeed feed,
    IEventSource source,
    ListenerPermits permits,
    TimeProvider time,
    CancellationToken stopping
) : EventResponse(owner, permits, time, stopping)
{
    /// <summary>Number of missed events after which the rest is left out.</summary>
    private const int MaxMissed = 10_000;

    /// <summary>
    /// Maximum time in which missed events are looked for. Events of other tenants are skipped, however many there are.
    /// </summary>
    private static readonly TimeSpan MaxSearch = TimeSpan.FromMinutes(10);

    private readonly TenantListener listener = new(scope, start);

    /// <summary>Cursor up to which all events were read, those of other tenants included.</summary>
    private EventCursor read = start;

    protected override async Task RunAsync(EventConnection connection)
    {
        await connection.SendAsync(EventText.Retry, gap ? EventBytes.Gap(GapEvent.UnknownPosition, read) : EventBytes.Id(read));
        await CatchUpAsync(connection);
        feed.Join(listener);

        // Read what became visible between the last page and joining the feed, which may have reported it to other listeners already.
        await CatchUpAsync(connection);
        await connection.FollowAsync(listener);
    }

    protected override void Quit() => feed.Quit(listener);

    /// <summary>Sends the events that the client does not have yet, or states that they are too many.</summary>
    private async Task CatchUpAsync(EventConnection connection)
    {
        var (sent, began) = (0, Time.GetTimestamp());
        while (true)
        {
            if (await TryReadAsync(read) is not { } page)
            {
                await connection.PauseAsync();
                continue;
            }

            if (page.Lost)
            {
                await SkipAsync(connection, GapEvent.UnknownPosition, page.Next);
                return;
            }

            await connection.SendAsync([.. page.Events.Select(EventBytes.Of)]);
            await AdvanceAsync(connection, page);
            sent += page.Events.Length;
            if (!page.More)
                return;
            if ((sent < MaxMissed && Time.GetElapsedTime(began) < MaxSearch) || await TryReadAsync(null) is not { } end)
                continue;
            await SkipAsync(connection, GapEvent.TooManyEvents, end.Next);
            return;
        }
    }

    private async Task SkipAsync(EventConnection connection, GapEvent stated, EventCursor next)
    {
        await connection.SendAsync(EventBytes.Gap(stated, next));
        listener.Knows(next);
        read = next;
    }

    /// <summary>
    /// Continues after a page. A client that received none of it gets an id, so that it need not start over if the connection
    /// breaks.
    /// </summary>
    private async Task AdvanceAsync(EventConnection connection, JobEventPage page)
    {
        var known = page.KnownAfter(listener.Told);
        if (page.Events.IsEmpty && page.More && known != listener.Told)
            await connection.SendAsync(EventBytes.Id(known));
        listener.Knows(known);
        read = page.Next;
    }

    /// <summary>Returns the next page; <see langword="null"/> if the cluster does not respond.</summary>
    private async Task<JobEventPage?> TryReadAsync(EventCursor? after)
    {
        try
        {
            return await source.ReadAsync(after, scope is null ? [] : [scope]);
        }
        catch (ClusterUnavailableException)
        {
            return null;
        }
    }
}
