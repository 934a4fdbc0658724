using System.Collections.Immutable;
using Orleans.Services;

namespace RetailPulse.Cluster;

/// <summary>Reports on the cluster as a whole. Any silo can serve it. Key: 0.</summary>
[Alias("cluster"), Version(1)]
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <summary>Returns what every active silo reports about itself, ordered by address.</summary>
    /// <remarks>Timeout 3 s: all silos are queried at once, and a silo that does not respond within 1 s has no report.</remarks>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.HostList)]
    Task<ImmutableArray<SiloEntry>> ReadAsync();

    /// <summary>Returns the results of all silos of the last 24 hours per minute, or of the last 30 days per hour, in order.</summary>
    /// <remarks>Minutes and hours without results are left out. Timeout 5 s, because it reads the ledger.</remarks>
    [Alias("throughput"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<ImmutableArray<ThroughputPoint>> ReadThroughputAsync(ThroughputUnit unit);
}

/// <summary>Reports on one silo. Every silo runs one; callers address it by silo.</summary>
[Alias("silo-reporter"), Version(1)]
public interface ISiloReportService : IGrainService
{
    /// <summary>Returns what the silo reports about itself.</summary>
    /// <remarks>Timeout 1 s: it only reads memory, and a silo that hangs must not delay the others.</remarks>
    [Alias("read"), ResponseTimeout("00:00:01")]
    Task<SiloReport> ReadAsync();
}
