using System.Net;
using System.Threading.RateLimiting;

namespace RetailPulse.Web.Access;

/// <summary>
/// How many requests each caller may make of this front end: a bucket of tokens that fills again every second. Without keys, each client address is a
/// caller of its own.
/// </summary>
internal sealed class RequestRates : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<Bucket> limiter = PartitionedRateLimiter.Create<Bucket, Bucket>(bucket =>
        RateLimitPartition.GetTokenBucketLimiter(bucket, asked => new TokenBucketRateLimiterOptions
        {
            TokenLimit = asked.Caller.Rate!.Burst,
            TokensPerPeriod = asked.Caller.Rate.PerSecond,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));

    public void Dispose() => limiter.Dispose();

    /// <summary>Seconds after which a caller that has had its share may come again, at least 1; <see langword="null"/> for one that has not.</summary>
    public int? Refuse(Caller caller, IPAddress? address)
    {
        if (caller.Rate is null) return null;
        using var lease = limiter.AttemptAcquire(new Bucket(caller, caller.Scope is null ? ClientAddress.Of(address) : null));
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
    }

    /// <param name="Address"><see langword="null"/> where the key tells callers apart.</param>
    private sealed record Bucket(Caller Caller, IPAddress? Address);
}
