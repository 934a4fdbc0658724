using Orleans.Runtime.Services;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Creates clients for the observatories of the silos.</summary>
internal sealed class JobObservatories(IServiceProvider services) : GrainServiceClient<IJobObservatoryService>(services)
{
    public IJobObservatoryService Of(SiloAddress silo) => GetGrainService(silo);
}
