using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailPulse.Jobs;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Hosting;

namespace RetailPulse.WebFrontend.Cluster;

/// <summary>Adds the cluster and the calls to it.</summary>
internal static class ClusterHosting
{
    /// <summary>Adds a whole cluster in this process, or a client of one elsewhere.</summary>
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        if (SiloHosting.ReadTopology(builder.Configuration).Role == FrontEndRole.Client)
            builder.AddRetailPulseClient();
        else
            builder.AddRetailPulseEmbedded();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<JobReferences>();
        builder.Services.AddSingleton<ClusterCall>();
        builder.Services.AddSingleton<Seals>();
    }
}
