using System.Threading.RateLimiting;

namespace RetailPulse.Web.Access;

/// <summary>How many requests each caller may make of this front end: a bucket of tokens that fills again every second.</summary>
internal sealed class RequestRates : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<Caller> limiter = PartitionedRateLimiter.Create<Caller, Caller>(caller =>
        RateLimitPartition.GetTokenBucketLimiter(caller, asked => new TokenBucketRateLimiterOptions
        {
            TokenLimit = asked.Rate!.Burst,
            TokensPerPeriod = asked.Rate.PerSecond,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));

    public void Dispose() => limiter.Dispose();

    /// <summary>Seconds after which a caller that has had its share may come again, at least 1; <see langword="null"/> for one that has not.</summary>
    public int? Refuse(Caller caller)
    {
        if (caller.Rate is null) return null;
        using var lease = limiter.AttemptAcquire(caller);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
    }
}
