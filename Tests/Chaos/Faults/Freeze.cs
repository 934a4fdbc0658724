using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Stops one process with SIGSTOP, more often a silo than a front end, and continues it with SIGCONT.</summary>
/// <remarks>After a short stop, the process was merely slow. After a long one, the others have declared it dead.</remarks>
internal sealed class Freeze : IFault
{
    public string Name => "freezes";

    public Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) =>
        Victims.Choose(random.Next(4) == 0 ? cluster.FrontEnds : cluster.Silos, random).FreezeAsync(lasting);
}
