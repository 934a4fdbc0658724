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
    /// Takes requests from the bucket of a caller, and returns what is left; <see langword="null"/> if the caller has no limit.
    /// </summary>
    /// <param name="requests">Number of requests. All of them are taken, or none.</param>
    public RateStanding? Take(Caller caller, IPAddress? address, int requests = 1)
    {
        if (caller.Rate is not { } rate)
            return null;
        var bucket = Bucket.Of(caller, address);
        if (requests > rate.Burst)
            return new RateStanding(rate, Remaining(bucket), (int)rate.SecondsToFill(requests));
        using var lease = limiter.AttemptAcquire(bucket, requests);
        return new RateStanding(rate, Remaining(bucket), lease.IsAcquired ? null : WaitOf(lease));
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
