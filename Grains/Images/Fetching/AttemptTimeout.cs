namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// Watches one attempt: its deadline, the server's silence, and the pace at which bytes come. Its one timer is not set again for every byte: when it
/// rings too early, it is set for what is left.
/// </summary>
internal sealed class AttemptTimeout : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Fewer bytes between two looks are no flow: the attempt needs no slot for them.</summary>
    private const long Flow = 4 * 1024;

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Action stall;
    private readonly CancellationTokenSource source = new();
    private readonly CancellationTokenRegistration caller;
    private readonly ITimer timer;
    private readonly long idle;
    private long deadline;
    private long silence;
    private long look = long.MaxValue;
    private long looked;
    private long pausedAt;
    private long rings;
    private bool sent;
    private bool paused;

    /// <param name="limit">Until the request can be sent, and then again until the body ends.</param>
    /// <param name="stall">Called once when hardly any bytes come while the attempt holds its slot.</param>
    public AttemptTimeout(ImagesOptions options, TimeSpan limit, TimeProvider time, Action stall, CancellationToken caller)
    {
        (this.time, this.stall, Limit) = (time, stall, limit);
        idle = Ticks(options.IdleTimeout);
        silence = deadline = rings = time.GetTimestamp() + Ticks(limit);
        timer = time.CreateTimer(static state => ((AttemptTimeout)state!).Ring(), this, limit, Timeout.InfiniteTimeSpan);
        this.caller = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    /// <summary>Canceled by the deadline, by the server's silence, or by the caller.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Bytes of the body that the meter has seen so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>What is left of the deadline, 0 or more.</summary>
    public TimeSpan Left { get { lock (gate) return sent ? time.GetElapsedTime(time.GetTimestamp(), Math.Max(deadline, time.GetTimestamp())) : Limit; } }

    private TimeSpan Limit { get; }

    private long Next => Math.Min(Math.Min(deadline, silence), look);

    /// <summary>The request has its connection: the deadline begins, the first time, and the server has its time for the headers.</summary>
    public void Send()
    {
        lock (gate)
        {
            if (!sent) deadline = time.GetTimestamp() + Ticks(Limit);
            sent = true;
        }

        Expect();
    }

    /// <summary>From now on the server has <see cref="ImagesOptions.IdleTimeout"/> for its next byte, or for all of its headers.</summary>
    public void Expect()
    {
        lock (gate)
        {
            silence = time.GetTimestamp() + idle;
            Arm();
        }
    }

    /// <summary>From now on only the deadline counts, until something is expected of the server again.</summary>
    public void ExpectNothing()
    {
        lock (gate) silence = long.MaxValue;
    }

    public void Heard(int bytes)
    {
        BytesRead += bytes;
        Expect();
    }

    /// <summary>Neither the deadline nor the server's silence runs until <see cref="Resume"/>.</summary>
    public void Pause()
    {
        lock (gate) (paused, pausedAt) = (true, time.GetTimestamp());
    }

    /// <summary>The attempt continues and has its slot: from now on, its bytes must flow.</summary>
    public void Resume()
    {
        lock (gate)
        {
            paused = false;
            deadline += time.GetTimestamp() - pausedAt;
            silence = time.GetTimestamp() + idle;
            (look, looked) = (time.GetTimestamp() + Ticks(LookEvery), BytesRead);
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

    private void Ring()
    {
        var (over, stalled) = (false, false);
        lock (gate)
        {
            rings = long.MaxValue;
            if (paused) return;
            var now = time.GetTimestamp();
            if (now >= look)
            {
                stalled = BytesRead - looked < Flow;
                (look, looked) = (stalled ? long.MaxValue : now + Ticks(LookEvery), BytesRead);
            }

            over = now >= Math.Min(deadline, silence);
            if (!over) Arm();
        }

        if (stalled) stall();
        if (over) Cancel();
    }

    /// <summary>Sets the timer unless it rings early enough.</summary>
    private void Arm()
    {
        var next = Next;
        if (paused || next >= rings) return;
        rings = next;
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
            // The attempt ended at this very moment.
        }
    }
}
