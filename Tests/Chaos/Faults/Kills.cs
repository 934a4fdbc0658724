using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>kill -9 of one silo.</summary>
internal sealed class SiloKill : IFault
{
    public string Name => "silo kills";

    public Task StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) => Victims.KillOneAsync(cluster.Silos, random);
}

/// <summary>kill -9 of one front end.</summary>
internal sealed class FrontEndKill : IFault
{
    public string Name => "front end kills";

    public Task StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) => Victims.KillOneAsync(cluster.FrontEnds, random);
}

/// <summary>kill -9 of every process of the product at once.</summary>
internal sealed class ClusterKill : IFault
{
    public string Name => "whole-cluster kills";

    public async Task StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        // There must be a cluster to kill.
        await Victims.ReadyAsync(cluster.Silos, random);
        await Task.WhenAll(cluster.Places.Select(place => place.KillAsync()));
    }
}
