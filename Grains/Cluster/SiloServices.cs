using Orleans.Runtime.Services;
using Orleans.Services;

namespace RetailPulse.Grains.Cluster;

/// <summary>Creates clients for a service that runs on every silo.</summary>
internal sealed class SiloServices<TService>(IServiceProvider services) : GrainServiceClient<TService>(services)
    where TService : IGrainService
{
    public TService Of(SiloAddress silo) => GetGrainService(silo);
}
