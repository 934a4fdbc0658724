using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Health;

/// <summary>Adds the health checks.</summary>
internal static class HealthHosting
{
    public static void AddHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck<ClusterHealth>("cluster");

    /// <summary>
    /// Maps two checks for an orchestrator: <c>/health</c> decides whether requests are sent here, and <c>/alive</c> whether the process is
    /// restarted.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health").NeedsNoKey().Describe(HealthOperations.Ready);
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).NeedsNoKey().Describe(HealthOperations.Alive);
    }
}
