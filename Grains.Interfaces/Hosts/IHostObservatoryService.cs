using System.Collections.Immutable;
using Orleans.Services;

namespace RetailPulse.Hosts;

/// <summary>What each silo knows of the hosts that it fetches images from. Every silo has one, which is called by the silo's address.</summary>
[Alias("host-observatory"), Version(1)]
public interface IHostObservatoryService : IGrainService
{
    /// <summary>Returns the silo's <paramref name="limit"/> most troubled hosts, the most troubled first.</summary>
    /// <remarks>1 s: it reads memory only, and a silo that hangs must not delay the others.</remarks>
    [Alias("read"), ResponseTimeout("00:00:01")]
    Task<ImmutableArray<HostStatus>> ReadAsync(int limit);
}
