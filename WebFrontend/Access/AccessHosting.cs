using Microsoft.Extensions.Options;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web.Access;

/// <summary>Keys, limits and the audit.</summary>
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

    /// <summary>Every route behind this has its requirement; what needs none, and what is no route, passes.</summary>
    public static void UseAccess(this WebApplication app) => app.UseMiddleware<Gate>();
}
