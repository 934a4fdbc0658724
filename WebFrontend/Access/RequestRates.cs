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
    /// Returns the number of seconds, at least 1, after which a caller beyond its limit may retry; <see langword="null"/> if the request is
    /// within the limit.
    /// </summary>
    public int? Refuse(Caller caller, IPAddress? address)
    {
        if (caller.Rate is null)
            return null;
        using var lease = limiter.AttemptAcquire(new Bucket(caller, caller.Scope is null ? ClientAddress.Of(address) : null));
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
    }

    /// <param name="Address">Client address; <see langword="null"/> if the key identifies the caller.</param>
    private sealed record Bucket(Caller Caller, IPAddress? Address);
}
