using System.Threading.Channels;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Signals this silo's sender that a delivery may be due. A spurious signal is harmless; a lost one only costs time.</summary>
internal sealed class WebhookSignal(TimeProvider time)
{
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Raise() => signals.Writer.TryWrite(true);

    /// <summary>Returns when it is signaled, or after <paramref name="limit"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await signals.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over: the caller checks for due deliveries anyway.
        }
    }
}
