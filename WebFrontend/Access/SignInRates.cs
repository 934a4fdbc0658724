using System.Net;
using System.Threading.RateLimiting;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Limits how often a client address can try unknown keys at the sign-in of the console.</summary>
/// <remarks>
/// A known key always signs in. Otherwise, one person or script with wrong keys would lock out everyone behind the same address.
/// </remarks>
internal sealed class SignInRates : IDisposable
{
    /// <summary>Maximum number of unknown keys of an address in a minute.</summary>
    public const int MaxRefused = 10;

    /// <summary>Time after which an address that used up its attempts has them again.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(
            address,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = MaxRefused,
                Window = Period,
                QueueLimit = 0,
            }
        )
    );

    public void Dispose() => limiter.Dispose();

    /// <summary>Counts an unknown key. Returns <see langword="false"/> if the address used up its attempts.</summary>
    public bool TryRefuse(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(ClientAddress.Of(address) ?? IPAddress.None);
        return lease.IsAcquired;
    }
}
