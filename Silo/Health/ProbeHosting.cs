using System.Net;

namespace RetailPulse.Silo.Health;

/// <summary>Registers the probes.</summary>
internal static class ProbeHosting
{
    /// <summary>Adds what a process reports about itself.</summary>
    public static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddSingleton<DatabasePulse>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<Readiness>(provider, () => provider.GetRequiredService<IGrainFactory>())
        );
        return services.AddSingleton(provider => new Probes(provider.GetRequiredService<Readiness>()));
    }

    /// <summary>Adds a server that answers the probes of a silo.</summary>
    public static void AddProbeServer(this IServiceCollection services, IPEndPoint endpoint) =>
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ProbeServer>(provider, endpoint, provider));
}
