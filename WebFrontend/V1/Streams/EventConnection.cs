using System.Buffers;

namespace RetailPulse.WebFrontend.V1.Streams;

/// <summary>The connection of one client to its event stream.</summary>
/// <param name="over">Canceled when the stream must end.</param>
internal sealed class EventConnection(HttpContext context, TimeProvider time, CancellationToken over)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>Maximum time in which the client must read what was sent.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Sends events, or parts of events.</summary>
    /// <exception cref="TimeoutException">The client does not read.</exception>
    public async Task SendAsync(params IReadOnlyCollection<byte[]> events)
    {
        if (events.Count == 0)
            return;
        foreach (var bytes in events)
            context.Response.BodyWriter.Write(bytes);
        await context.Response.BodyWriter.FlushAsync(over).AsTask().WaitAsync(ReadTimeout, time, over);
    }

    /// <summary>Waits a moment before a read is repeated, and keeps the connection alive.</summary>
    public async Task PauseAsync()
    {
        await SendAsync(EventText.Heartbeat);
        await Task.Delay(TimeSpan.FromSeconds(1), time, over);
    }

    /// <summary>Sends what a listener hears, until the last event.</summary>
    public async Task FollowAsync(IListener listener)
    {
        while (true)
        {
            if (!await HearsAsync(listener))
                await SendAsync(EventText.Heartbeat);
            var (bytes, last) = listener.Take();
            await SendAsync(bytes);
            if (last)
                break;
        }

        if (listener.Overrun)
            context.Abort();
    }

    private async Task<bool> HearsAsync(IListener listener)
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
}
