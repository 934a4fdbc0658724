namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Watches one attempt: one timer for the deadline of the whole and for the server's silence, and the bytes that came.</summary>
internal sealed class AttemptWatch : IDisposable
{
    private readonly ImagesOptions options;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration caller;

    public AttemptWatch(ImagesOptions options, TimeProvider time, CancellationToken caller)
    {
        (this.options, this.time) = (options, time);
        started = time.GetTimestamp();
        source = new CancellationTokenSource(options.AttemptTimeout, time);
        this.caller = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    /// <summary>Cancelled by the deadline, by the server's silence, or by the caller.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Of the body, over which the meter has looked so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>From now on the server has <see cref="ImagesOptions.IdleTimeout"/> for its next byte, or for all of its headers.</summary>
    public void Expect() => source.CancelAfter(Shorter(options.IdleTimeout, Left));

    /// <summary>From now on only the deadline counts, until something is expected of the server again.</summary>
    public void ExpectNothing() => source.CancelAfter(Left);

    public void Heard(int bytes)
    {
        BytesRead += bytes;
        Expect();
    }

    public void Dispose()
    {
        caller.Dispose();
        source.Dispose();
    }

    private TimeSpan Left => options.AttemptTimeout - time.GetElapsedTime(started) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
