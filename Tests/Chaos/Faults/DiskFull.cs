using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Fills the database's disk completely. PostgreSQL may exit because of it, and is restarted when there is room.</summary>
internal sealed class DiskFull(SmallDisk disk) : IFault
{
    public string Name => "full disks";

    public async Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        await (cluster.Storage is ChaosPostgres postgres ? postgres.DisturbAsync(_ => FillAsync(lasting)) : FillAsync(lasting));
        return true;
    }

    private async Task FillAsync(TimeSpan lasting)
    {
        disk.Fill();
        await Task.Delay(lasting);
        disk.Free();
    }
}
