using Microsoft.AspNetCore.Http.Features;
using RetailPulse.Tenants;

namespace RetailPulse.Web.Access;

/// <summary>Who asks, as far as it matters. One for each key, so that the limits know it again.</summary>
/// <param name="key">The key's name.</param>
/// <param name="scope">The tenant whose jobs alone are there for it; <see langword="null"/>: all tenants' jobs are.</param>
/// <param name="rate"><see langword="null"/>: any number of requests.</param>
/// <param name="quota"><see langword="null"/>: as many jobs as it likes.</param>
internal sealed class Caller(string key, string tenant, Role role, string? scope, RequestRate? rate, TenantQuota? quota)
{
    public string Key => key;

    /// <summary>Whose are the jobs that it submits.</summary>
    public string Tenant => tenant;

    public Role Role => role;

    public string? Scope => scope;

    public RequestRate? Rate => rate;

    public TenantQuota? Quota => quota;

    /// <summary>Whoever the gate let through.</summary>
    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}

/// <param name="Burst">Requests that may come at once.</param>
internal sealed record RequestRate(int PerSecond, int Burst);
