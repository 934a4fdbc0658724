using System.Threading.Channels;

namespace RetailPulse.WebFrontend.V1.Streams;

/// <summary>The events that wait to be sent to one client.</summary>
internal interface IListener
{
    /// <summary>Whether so much waits that the client must be disconnected.</summary>
    bool Overrun { get; }

    /// <summary>Completes when an event waits.</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Returns all waiting events that the client does not have, in the order in which they must be sent, and whether they are the last. An
    /// overrun listener gets nothing, because events are missing before everything else that waits.
    /// </summary>
    (List<byte[]> Bytes, bool Over) Take();
}

/// <summary>Guards what waits for a listener, and signals that something does.</summary>
internal sealed class ListenerSignal
{
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public Lock Gate { get; } = new();

    public Task WaitAsync(CancellationToken cancellationToken) => signal.Reader.WaitToReadAsync(cancellationToken).AsTask();

    public void Change(Action change)
    {
        lock (Gate)
            change();
        signal.Writer.TryWrite(true);
    }

    /// <summary>Takes back the signal, before everything that waits is taken.</summary>
    public void Reset() => signal.Reader.TryRead(out _);
}
