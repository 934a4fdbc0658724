using RetailPulse.Images;

namespace RetailPulse.Grains.Images;

/// <summary>Whether and when an image is tried again: exponential, with full jitter, and never before the server's own wish.</summary>
/// <remarks>Full jitter as in Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.</remarks>
internal static class RetryPolicy
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Another attempt may end differently.</summary>
    public static bool IsTransient(ImageAttempt attempt) => attempt.Transient ?? IsTransient(attempt.Outcome.Reason);

    /// <summary>Another attempt may end otherwise: the fault was the network's or the server's, not the image's.</summary>
    public static bool IsTransient(ImageReason reason) => reason
        is ImageReason.Dns or ImageReason.Connect or ImageReason.Tls or ImageReason.Timeout or ImageReason.Protocol
        or ImageReason.Http429 or ImageReason.Http5xx;

    /// <summary>How long to wait after attempt number <paramref name="attempt"/>, from 1.</summary>
    /// <param name="retryAfter">What the server asked for; the jitter comes on top, so that not everyone returns at once.</param>
    public static TimeSpan Wait(int attempt, TimeSpan? retryAfter, RandomSource random) =>
        (retryAfter ?? TimeSpan.Zero) + random.Between(TimeSpan.Zero, LongestWait(attempt));

    internal static TimeSpan LongestWait(int attempt)
    {
        var doublings = Math.Min(attempt - 1, 16);
        return TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << doublings));
    }
}
