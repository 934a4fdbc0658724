namespace RetailPulse.Silo;

/// <summary>
/// The wall clock as it was when this was made, carried on by monotonic time: it follows no jump of the wall clock, neither into an error nor out
/// of one. Orleans files activations under the time at which they may go, and once its clock was set back it refuses every new one until
/// that clock has caught up (seen with version 10.4.2).
/// </summary>
internal sealed class SteadyTime(TimeProvider wall) : TimeProvider
{
    private readonly DateTimeOffset began = wall.GetUtcNow();
    private readonly long stamp = wall.GetTimestamp();

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => began + wall.GetElapsedTime(stamp);

    public override long GetTimestamp() => wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => wall.CreateTimer(callback, state, dueTime, period);
}
