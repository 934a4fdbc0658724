using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Holds the only write lock of the SQLite file from outside the product.</summary>
internal sealed class FileLock : IFault
{
    public string Name => "file locks";

    public async Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        await ((ChaosSqlite)cluster.Storage).LockAsync(lasting);
        return true;
    }
}
