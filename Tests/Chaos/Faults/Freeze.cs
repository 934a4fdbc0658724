using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>SIGSTOP of one process, more often a silo than a front end, and SIGCONT after a while: short, and it was only slow; long, and the others have buried it.</summary>
internal sealed class Freeze : IFault
{
    public string Name => "freezes";

    public Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) =>
        Victims.Choose(random.Next(4) == 0 ? cluster.FrontEnds : cluster.Silos, random).FreezeAsync(lasting);
}
