using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using RetailPulse.Silo;
using RetailPulse.Web.Access;

namespace RetailPulse.Web;

/// <summary>What surrounds the API: the cluster behind it, and the health check.</summary>
internal static class FrontEndHosting
{
    /// <summary>A whole cluster in this process, or a client of one elsewhere.</summary>
    public static void AddRetailPulseRole(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ClusterHealth>("cluster");
        if (SiloHosting.ReadTopology(builder.Configuration).Role == FrontEndRole.Client) builder.AddRetailPulseClient();
        else builder.AddRetailPulseEmbedded();
    }

    /// <summary>Whether requests can be answered, and whether the process lives: an orchestrator stops asking of the first, and restarts for the second.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health").NeedsNoKey();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).NeedsNoKey();
    }
}
