using Microsoft.Extensions.Options;
using RetailPulse.Silo.Notices;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Registers keys, limits and the audit.</summary>
internal static class AccessHosting
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        builder.Services.AddSingleton<AccessPolicy>();
        builder.Services.AddSingleton<ConsoleSessions>();
        builder.Services.AddSingleton<SignInRates>();
        builder.Services.AddSingleton<RequestRates>();
        builder.Services.AddSingleton<Audit>();
        builder.Services.AddHostedService<AuditSummary>();
        builder.Services.AddSingleton<IStartNotices, StartNotices>();
        builder.Services.AddSingleton<JobOwnerCache>();
    }

    /// <summary>Enforces the requirement of every route. Routes that need no key, and requests that match no route, pass.</summary>
    public static void UseAccess(this WebApplication app) => app.UseMiddleware<AccessMiddleware>();
}
