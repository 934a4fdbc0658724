using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Me;

/// <summary>The caller: its key, and the limits that apply to it.</summary>
/// <param name="Tenant">Tenant of the key, which owns the jobs that the caller submits.</param>
/// <param name="Role">Role of the key.</param>
/// <param name="Key">Name of the key; <see langword="null"/> if no keys are configured.</param>
/// <param name="Rate">Rate limit of the key on this front end; <see langword="null"/> if there is none.</param>
/// <param name="Quota">Quota of the tenant, on all front ends together.</param>
/// <param name="Use">The part of the quota that is in use.</param>
internal sealed record MeResponse(
    string Tenant,
    [property: OneOf(ClosedLists.Role)] string Role,
    string? Key,
    RateResponse? Rate,
    QuotaResponse Quota,
    UseResponse Use
)
{
    public static MeResponse From(Caller caller, RateStanding? standing, QuotaUse use) =>
        new(
            caller.Tenant,
            Roles.Name(caller.Role),
            caller.Scope is null ? null : caller.Key,
            standing is null ? null : new RateResponse(standing.Rate.PerSecond, standing.Rate.Burst, standing.Remaining),
            new QuotaResponse(caller.Quota?.MaxJobs, caller.Quota?.MaxImages),
            new UseResponse(use.Jobs, use.Images)
        );
}

/// <summary>A rate limit.</summary>
/// <param name="RequestsPerSecond">Number of requests per second.</param>
/// <param name="Burst">Maximum number of requests at once after a pause.</param>
/// <param name="Remaining">Number of requests that can be sent at once now.</param>
internal sealed record RateResponse(int RequestsPerSecond, int Burst, long Remaining);

/// <summary>The limits on a tenant's ongoing jobs.</summary>
/// <param name="MaxJobs">Maximum number of ongoing jobs; <see langword="null"/> if there is no limit.</param>
/// <param name="MaxImages">Maximum number of images of ongoing jobs; <see langword="null"/> if there is no limit.</param>
internal sealed record QuotaResponse(long? MaxJobs, long? MaxImages);

/// <summary>What a tenant has in progress.</summary>
/// <param name="Jobs">Number of ongoing jobs.</param>
/// <param name="Images">Number of images of ongoing jobs, including those with a result.</param>
internal sealed record UseResponse(long Jobs, long Images);
