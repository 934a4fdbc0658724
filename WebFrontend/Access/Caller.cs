using Microsoft.AspNetCore.Http.Features;
using RetailPulse.Tenants;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The caller of a request. There is one instance per key, so that rate limits recognize it.</summary>
/// <param name="key">Name of the key.</param>
/// <param name="scope">The only tenant whose jobs exist for the caller; <see langword="null"/> for all tenants.</param>
/// <param name="rate">Rate limit; <see langword="null"/> for none.</param>
/// <param name="quota">Quota of the tenant; <see langword="null"/> for none.</param>
internal sealed class Caller(string key, string tenant, Role role, string? scope, RequestRate? rate, TenantQuota? quota)
{
    public string Key => key;

    /// <summary>Digest of the key; <see langword="null"/> if no keys are configured.</summary>
    public KeyDigest? Digest { get; init; }

    /// <summary>Name of the key as it is recorded with changes; <see langword="null"/> if no keys are configured.</summary>
    public string? RecordedKey => scope is null ? null : key;

    /// <summary>Tenant that owns the jobs that the caller submits.</summary>
    public string Tenant => tenant;

    public Role Role => role;

    public string? Scope => scope;

    public RequestRate? Rate => rate;

    public TenantQuota? Quota => quota;

    /// <summary>Returns the caller of an admitted request.</summary>
    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}

/// <param name="Burst">Maximum number of requests at once.</param>
internal sealed record RequestRate(int PerSecond, int Burst)
{
    /// <summary>Number of seconds in which an empty bucket fills, rounded up.</summary>
    public long SecondsToFill(long missing) => (missing + PerSecond - 1) / PerSecond;
}
