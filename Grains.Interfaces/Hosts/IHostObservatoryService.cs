using System.Collections.Immutable;
using Orleans.Services;

namespace RetailPulse.Hosts;

/// <summary>Reports what one silo knows about its image hosts. Every silo runs one; callers address it by silo.</summary>
[Alias("host-observatory"), Version(1)]
public interface IHostObservatoryService : IGrainService
{
    /// <summary>Returns the silo's <paramref name="limit"/> most troubled hosts, the most troubled first.</summary>
    /// <remarks>Timeout 1 s: it only reads memory, and a silo that hangs must not delay the others.</remarks>
    [Alias("read"), ResponseTimeout("00:00:01")]
    Task<ImmutableArray<HostStatus>> ReadAsync(int limit);
}
