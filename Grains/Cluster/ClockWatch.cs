namespace RetailPulse.Grains.Cluster;

/// <summary>Detects that the wall clock of this host was set forward, by the monotonic clock.</summary>
/// <remarks>The monotonic clock stops while a machine is suspended, so a long suspension looks the same.</remarks>
internal sealed class ClockWatch(TimeProvider time)
{
    /// <summary>Maximum jump that is regarded as a correction.</summary>
    public static readonly TimeSpan MaxJump = TimeSpan.FromHours(1);

    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly long stamp = time.GetTimestamp();

    /// <summary>How much further the wall clock has moved than the monotonic clock, since this object was made at the start of the process.</summary>
    public TimeSpan Jump => time.GetUtcNow() - startedAt - time.GetElapsedTime(stamp);

    /// <summary>Whether the wall clock jumped forward by so much that nothing may be deleted by its time.</summary>
    public bool HasJumped => Jump > MaxJump;
}
