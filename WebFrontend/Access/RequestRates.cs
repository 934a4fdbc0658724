using System.Net;
using System.Threading.RateLimiting;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Limits the requests of each caller to this front end with a token bucket that is refilled every second.</summary>
/// <remarks>Without keys, each client address is a separate caller.</remarks>
internal sealed class RequestRates : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<Bucket> limiter = PartitionedRateLimiter.Create<Bucket, Bucket>(bucket =>
        RateLimitPartition.GetTokenBucketLimiter(
            bucket,
            asked => new TokenBucketRateLimiterOptions
            {
                TokenLimit = asked.Caller.Rate!.Burst,
                TokensPerPeriod = asked.Caller.Rate.PerSecond,
                ReplenishmentPeriod = Period,
                QueueLimit = 0,
            }
        )
    );

    public void Dispose() => limiter.Dispose();

    /// <summary>
    /// Takes a request from the bucket of a caller, and returns what is left; <see langword="null"/> if the caller has no limit.
    /// </summary>
    public RateStanding? Take(Caller caller, IPAddress? address)
    {
        if (caller.Rate is not { } rate)
            return null;
        var bucket = Bucket.Of(caller, address);
        using var lease = limiter.AttemptAcquire(bucket);
        return new RateStanding(rate, Remaining(bucket), lease.IsAcquired ? null : WaitOf(lease));
    }

    /// <summary>
    /// Takes what a request counts as, in addition to itself, and returns what is left; <see langword="null"/> if the caller has no limit.
    /// At most the rest of a full bucket is taken, so that the caller can send the request again after a wait.
    /// </summary>
    /// <param name="requests">Number of further requests. All of them are taken, or none.</param>
    public RateStanding? TakeFurther(Caller caller, IPAddress? address, int requests)
    {
        if (caller.Rate is not { } rate)
            return null;
        requests = Math.Min(requests, rate.Burst - 1);
        if (requests <= 0)
            return Peek(caller, address);
        var bucket = Bucket.Of(caller, address);
        using var lease = limiter.AttemptAcquire(bucket, requests);
        var remaining = Remaining(bucket);

        // The request itself is taken again, too.
        var wait = Math.Max(1, (int)rate.SecondsToFill(requests + 1 - remaining));
        return new RateStanding(rate, remaining, lease.IsAcquired ? null : wait);
    }

    /// <summary>Returns what is left, and takes nothing.</summary>
    public RateStanding? Peek(Caller caller, IPAddress? address) =>
        caller.Rate is { } rate ? new RateStanding(rate, Remaining(Bucket.Of(caller, address)), RetryAfter: null) : null;

    private long Remaining(Bucket bucket) => limiter.GetStatistics(bucket)?.CurrentAvailablePermits ?? 0;

    private static int WaitOf(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;

    /// <param name="Address">Client address; <see langword="null"/> if the key identifies the caller.</param>
    private sealed record Bucket(Caller Caller, IPAddress? Address)
    {
        public static Bucket Of(Caller caller, IPAddress? address) => new(caller, caller.Scope is null ? ClientAddress.Of(address) : null);
    }
}
