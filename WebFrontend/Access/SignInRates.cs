using System.Net;
using System.Threading.RateLimiting;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Limits how often a client address can sign in at the console with an unknown key.</summary>
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

    /// <summary>Returns whether an address may try a key.</summary>
    public bool Admits(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(Of(address), permitCount: 0);
        return lease.IsAcquired;
    }

    /// <summary>Counts an unknown key.</summary>
    public void Refused(IPAddress? address) => limiter.AttemptAcquire(Of(address)).Dispose();

    private static IPAddress Of(IPAddress? address) => ClientAddress.Of(address) ?? IPAddress.None;
}
