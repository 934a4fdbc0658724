using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>A stranger holds the SQLite file's only write lock.</summary>
internal sealed class FileLock : IFault
{
    public string Name => "file locks";

    public async Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        await ((ChaosSqlite)cluster.Storage).LockAsync(lasting);
        return true;
    }
}
