namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// Watches one attempt: the deadline of the whole, the server's silence, and the bytes that came. Its one timer is not set anew for every byte: when
/// it rings too early, it is set for what is left.
/// </summary>
internal sealed class AttemptWatch : IDisposable
{
    private readonly ImagesOptions options;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource source = new();
    private readonly CancellationTokenRegistration caller;
    private readonly ITimer timer;
    private readonly long deadline;
    private long rings;
    private long until;

    public AttemptWatch(ImagesOptions options, TimeProvider time, CancellationToken caller)
    {
        (this.options, this.time) = (options, time);
        rings = until = deadline = After(options.AttemptTimeout);
        timer = time.CreateTimer(static state => ((AttemptWatch)state!).Ring(), this, options.AttemptTimeout, Timeout.InfiniteTimeSpan);
        this.caller = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    /// <summary>Cancelled by the deadline, by the server's silence, or by the caller.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Of the body, over which the meter has looked so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>From now on the server has <see cref="ImagesOptions.IdleTimeout"/> for its next byte, or for all of its headers.</summary>
    public void Expect()
    {
        var silence = Math.Min(After(options.IdleTimeout), deadline);
        Interlocked.Exchange(ref until, silence);
        if (silence < Volatile.Read(ref rings)) SetTimer(silence);
    }

    /// <summary>From now on only the deadline counts, until something is expected of the server again.</summary>
    public void ExpectNothing() => Volatile.Write(ref until, deadline);

    public void Heard(int bytes)
    {
        BytesRead += bytes;
        Expect();
    }

    public void Dispose()
    {
        timer.Dispose();
        caller.Dispose();
        source.Dispose();
    }

    private long After(TimeSpan wait) => time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);

    private void Ring()
    {
        var end = Volatile.Read(ref until);
        while (time.GetTimestamp() < end)
        {
            SetTimer(end);

            // Something nearer may have been expected just now, by one that saw the timer as it was.
            var nearer = Volatile.Read(ref until);
            if (nearer >= end) return;
            end = nearer;
        }

        Cancel();
    }

    private void SetTimer(long end)
    {
        Interlocked.Exchange(ref rings, end);
        var left = Math.Ceiling(time.GetElapsedTime(time.GetTimestamp(), end).TotalMilliseconds);
        timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, left)), Timeout.InfiniteTimeSpan);
    }

    private void Cancel()
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended at this very moment.
        }
    }
}
