using Microsoft.Extensions.Options;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web.Access;

/// <summary>Registers keys, limits and the audit.</summary>
internal static class AccessHosting
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<ApiOptions>, AccessCheck>();
        builder.Services.AddSingleton<AccessPolicy>();
        builder.Services.AddSingleton<RequestRates>();
        builder.Services.AddSingleton<Audit>();
        builder.Services.AddHostedService<AuditSummary>();
        builder.Services.AddHostedService<StartNotices>();
        builder.Services.AddSingleton<JobOwners>();
    }

    /// <summary>Enforces the requirement of every route. Routes that need no key, and requests that match no route, pass.</summary>
    public static void UseAccess(this WebApplication app) => app.UseMiddleware<Gate>();
}
