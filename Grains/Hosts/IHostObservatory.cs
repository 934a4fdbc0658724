using System.Collections.Immutable;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Hosts;

/// <summary>Reports what this silo knows about its image hosts.</summary>
internal interface IHostObservatory
{
    /// <summary>Returns every known host, in no particular order.</summary>
    ImmutableArray<HostStatus> Read();
}
