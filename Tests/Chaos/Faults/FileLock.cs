using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>A stranger holds the SQLite file's only write lock.</summary>
internal sealed class FileLock : IFault
{
    public string Name => "file locks";

    public Task StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) => ((ChaosSqlite)cluster.Storage).LockAsync(lasting);
}
