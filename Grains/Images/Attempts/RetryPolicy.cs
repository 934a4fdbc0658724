using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Attempts;

/// <summary>Decides whether an image is retried and, if the server requested no rest, when: exponential backoff with full jitter.</summary>
/// <remarks>
/// Full jitter as in Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. A rest that the server requested is spent
/// in the queue of its host; see <see cref="Hosts.HostHealth"/>.
/// </remarks>
internal static class RetryPolicy
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);

    /// <summary>Returns whether another attempt may end differently.</summary>
    public static bool IsTransient(ImageAttempt attempt) => attempt.Transient ?? IsTransient(attempt.Outcome.Reason);

    /// <summary>Returns whether another attempt may succeed, because the network or the server failed rather than the image.</summary>
    public static bool IsTransient(ImageReason reason) =>
        reason
            is ImageReason.Dns
                or ImageReason.Connect
                or ImageReason.Tls
                or ImageReason.Timeout
                or ImageReason.Protocol
                or ImageReason.Http429
                or ImageReason.Http5xx;

    /// <summary>Returns the wait after attempt number <paramref name="attempt"/>, from 1.</summary>
    public static TimeSpan Wait(int attempt, RandomSource random) => random.Between(TimeSpan.Zero, MaxWait(attempt));

    internal static TimeSpan MaxWait(int attempt)
    {
        var doublings = Math.Min(attempt - 1, 16);
        return TimeSpan.FromTicks(Math.Min(MaxBackoff.Ticks, FirstBackoff.Ticks << doublings));
    }
}
