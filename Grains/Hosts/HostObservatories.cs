using Orleans.Runtime.Services;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Hosts;

/// <summary>Creates clients for the observatories of the silos.</summary>
internal sealed class HostObservatories(IServiceProvider services) : GrainServiceClient<IHostObservatoryService>(services)
{
    public IHostObservatoryService Of(SiloAddress silo) => GetGrainService(silo);
}
