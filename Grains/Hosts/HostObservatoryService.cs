using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Hosts;

/// <summary>Reports this silo's hosts to the other silos.</summary>
[Reentrant]
internal sealed class HostObservatoryService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, IHostObservatory hosts)
    : GrainService(id, silo, loggers),
        IHostObservatoryService
{
    public Task<ImmutableArray<HostStatus>> ReadAsync(int limit) =>
        Task.FromResult<ImmutableArray<HostStatus>>([.. hosts.Read().Order(HostTrouble.MostTroubledFirst).Take(limit)]);
}
