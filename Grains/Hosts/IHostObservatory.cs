using System.Collections.Immutable;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Hosts;

/// <summary>What this silo knows of the hosts that it fetches images from.</summary>
internal interface IHostObservatory
{
    /// <summary>Returns every host that is remembered, in no particular order.</summary>
    ImmutableArray<HostStatus> Read();
}
