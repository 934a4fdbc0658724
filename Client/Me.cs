using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The caller: its key, and the limits that apply to it.</summary>
/// <param name="Tenant">Tenant of the key.</param>
/// <param name="Role"><c>read</c>, <c>submit</c>, <c>manage</c>, or <c>admin</c>.</param>
/// <param name="Key">Name of the key; <see langword="null"/> if the service has no keys.</param>
/// <param name="Rate">Rate limit of the key on the front end that responded; <see langword="null"/> if there is none.</param>
/// <param name="Quota">Quota of the tenant.</param>
/// <param name="Use">The part of the quota that is in use.</param>
public sealed record Me(
    [property: JsonRequired] string Tenant,
    [property: JsonRequired] string Role,
    string? Key,
    RequestRate? Rate,
    TenantQuota Quota,
    TenantUse Use
);

/// <summary>A rate limit.</summary>
/// <param name="RequestsPerSecond">Requests per second.</param>
/// <param name="Burst">Requests at once after a pause.</param>
/// <param name="Remaining">Requests that can be sent at once now.</param>
public sealed record RequestRate(int RequestsPerSecond, int Burst, long Remaining);

/// <summary>The limits on a tenant's ongoing jobs.</summary>
/// <param name="MaxJobs">Ongoing jobs; <see langword="null"/> if there is no limit.</param>
/// <param name="MaxImages">Images of ongoing jobs; <see langword="null"/> if there is no limit.</param>
public sealed record TenantQuota(long? MaxJobs, long? MaxImages);

/// <summary>What a tenant has in progress.</summary>
/// <param name="Jobs">Ongoing jobs.</param>
/// <param name="Images">Images of ongoing jobs, including those with a result.</param>
public sealed record TenantUse(long Jobs, long Images);
