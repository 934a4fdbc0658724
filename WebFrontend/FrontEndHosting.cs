using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Hosting;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Health;

namespace RetailPulse.WebFrontend;

/// <summary>Adds what surrounds the API: the cluster and the health checks.</summary>
internal static class FrontEndHosting
{
    /// <summary>Adds a whole cluster in this process, or a client of one elsewhere.</summary>
    public static void AddRetailPulseRole(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ClusterHealth>("cluster");
        if (SiloHosting.ReadTopology(builder.Configuration).Role == FrontEndRole.Client) builder.AddRetailPulseClient();
        else builder.AddRetailPulseEmbedded();
    }

    /// <summary>
    /// Maps two checks for an orchestrator: <c>/health</c> decides whether requests are sent here, and <c>/alive</c> whether the process is
    /// restarted.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health").NeedsNoKey();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).NeedsNoKey();
    }
}
