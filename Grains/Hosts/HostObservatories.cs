using Orleans.Runtime.Services;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Hosts;

/// <summary>Finds the observatory of any silo.</summary>
internal sealed class HostObservatories(IServiceProvider services) : GrainServiceClient<IHostObservatoryService>(services)
{
    public IHostObservatoryService Of(SiloAddress silo) => GetGrainService(silo);
}
