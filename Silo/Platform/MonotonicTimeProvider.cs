namespace RetailPulse.Silo.Platform;

/// <summary>The system's wall clock, except that it never goes back. Durations and timers use the monotonic clock.</summary>
/// <remarks>
/// It follows every jump forward at once. After a jump back, it runs at half speed until the wall clock has caught up. Orleans orders
/// activations by the time at which they may be collected; if its clock is set back, it refuses every new activation until the clock has
/// caught up (seen with version 10.4.2). Times that another machine compares with its own clock must come from the wall clock itself.
/// </remarks>
internal sealed class MonotonicTimeProvider(TimeProvider wall) : TimeProvider
{
    /// <summary>Minimum speed. An error of one hour is gone after two.</summary>
    private const double MinSpeed = 0.5;

    private readonly Lock gate = new();
    private DateTimeOffset last = wall.GetUtcNow();
    private long stamp = wall.GetTimestamp();

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            var (now, reached) = (wall.GetUtcNow(), wall.GetTimestamp());
            var earliest = last + (wall.GetElapsedTime(stamp, reached) * MinSpeed);
            (last, stamp) = (now > earliest ? now : earliest, reached);
            return last;
        }
    }

    public override long GetTimestamp() => wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, dueTime, period);
}
