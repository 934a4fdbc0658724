namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Limits one attempt: its duration, the time in which the server sends nothing, and the rate of its bytes.</summary>
/// <remarks>The single timer is not restarted for every byte. If it fires too early, it is restarted for the remaining time.</remarks>
internal sealed class AttemptTimeout : IDisposable
{
    private static readonly TimeSpan RateInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Minimum number of bytes per interval. For fewer, the attempt needs no slot.</summary>
    private const long MinBytes = 4 * 1024;

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Action stall;
    private readonly CancellationTokenSource source = new();
    private readonly CancellationTokenRegistration caller;
    private readonly ITimer timer;
    private readonly long idle;
    private long deadline;
    private long idleDeadline;
    private long nextCheck = long.MaxValue;
    private long checkedBytes;
    private long pausedAt;
    private long firesAt;
    private bool sent;
    private bool paused;

    /// <param name="limit">Maximum time until the request can be sent, and again until the body ends.</param>
    /// <param name="stall">Called once when hardly any bytes arrive while the attempt holds its slot.</param>
    public AttemptTimeout(ImagesOptions options, TimeSpan limit, TimeProvider time, Action stall, CancellationToken caller)
    {
        (this.time, this.stall, Limit) = (time, stall, limit);
        idle = Ticks(options.IdleTimeout);
        idleDeadline = deadline = firesAt = time.GetTimestamp() + Ticks(limit);
        timer = time.CreateTimer(static state => ((AttemptTimeout)state!).OnTimer(), this, limit, Timeout.InfiniteTimeSpan);
        this.caller = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    /// <summary>Canceled when the attempt exceeds a limit, or by the caller.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Number of body bytes that were read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Timestamp at which the last request was sent; 0 if none was.</summary>
    public long SentAt { get; private set; }

    /// <summary>Remaining time until the deadline, 0 or more.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (gate)
                return sent ? time.GetElapsedTime(time.GetTimestamp(), Math.Max(deadline, time.GetTimestamp())) : Limit;
        }
    }

    private TimeSpan Limit { get; }

    private long Next => Math.Min(Math.Min(deadline, idleDeadline), nextCheck);

    /// <summary>
    /// Records that a request is sent. The first one starts the deadline, and each starts the time for the response headers.
    /// </summary>
    public void Send()
    {
        lock (gate)
        {
            SentAt = time.GetTimestamp();
            if (!sent)
                deadline = SentAt + Ticks(Limit);
            sent = true;
        }

        StartIdle();
    }

    /// <summary>Starts <see cref="ImagesOptions.IdleTimeout"/> for the next byte of the body, or for all response headers.</summary>
    public void StartIdle()
    {
        lock (gate)
        {
            idleDeadline = time.GetTimestamp() + idle;
            Arm();
        }
    }

    /// <summary>Stops the idle timeout, until it is started again. The deadline remains in force.</summary>
    public void StopIdle()
    {
        lock (gate)
            idleDeadline = long.MaxValue;
    }

    /// <summary>Records bytes of the body, and restarts the idle timeout.</summary>
    public void OnBytes(int bytes)
    {
        BytesRead += bytes;
        StartIdle();
    }

    /// <summary>Stops all limits until <see cref="Resume"/>.</summary>
    public void Pause()
    {
        lock (gate)
            (paused, pausedAt) = (true, time.GetTimestamp());
    }

    /// <summary>Resumes all limits. The attempt has its slot, so from now on its bytes must arrive at the minimum rate.</summary>
    public void Resume()
    {
        lock (gate)
        {
            paused = false;
            deadline += time.GetTimestamp() - pausedAt;
            idleDeadline = time.GetTimestamp() + idle;
            (nextCheck, checkedBytes) = (time.GetTimestamp() + Ticks(RateInterval), BytesRead);
            Arm();
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        caller.Dispose();
        source.Dispose();
    }

    private long Ticks(TimeSpan wait) => (long)(wait.TotalSeconds * time.TimestampFrequency);

    private void OnTimer()
    {
        var (expired, stalled) = (false, false);
        lock (gate)
        {
            firesAt = long.MaxValue;
            if (paused)
                return;
            var now = time.GetTimestamp();
            if (now >= nextCheck)
            {
                stalled = BytesRead - checkedBytes < MinBytes;
                (nextCheck, checkedBytes) = (stalled ? long.MaxValue : now + Ticks(RateInterval), BytesRead);
            }

            expired = now >= Math.Min(deadline, idleDeadline);
            if (!expired)
                Arm();
        }

        if (stalled)
            stall();
        if (expired)
            Cancel();
    }

    /// <summary>Restarts the timer unless it fires early enough.</summary>
    private void Arm()
    {
        var next = Next;
        if (paused || next >= firesAt)
            return;
        firesAt = next;
        var left = Math.Ceiling(time.GetElapsedTime(time.GetTimestamp(), next).TotalMilliseconds);
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
            // The attempt has just ended.
        }
    }
}
