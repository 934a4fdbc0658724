using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Health;
using RetailPulse.Silo.Hosting;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Health;

/// <summary>Adds the probes of an orchestrator.</summary>
internal static class HealthHosting
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ClusterHealth>("cluster");
        builder.Services.AddDrain(provider => provider.GetRequiredService<IOptions<ApiOptions>>().Value.DrainTime);
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health").NeedsNoKey().Describe(HealthOperations.Health);
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).NeedsNoKey().Describe(HealthOperations.Alive);
        var probes = app.Services.GetRequiredService<Probes>();
        Map(Probes.Live, HealthOperations.Live);
        Map(Probes.Ready, HealthOperations.Ready);
        Map(Probes.Startup, HealthOperations.Startup);

        void Map(string path, Operation operation) =>
            app.MapGet(path, context => probes.TryAnswer(context, path)!).NeedsNoKey().Describe(operation);
    }
}
