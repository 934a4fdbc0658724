using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Kills one silo with kill -9.</summary>
internal sealed class SiloKill : IFault
{
    public string Name => "silo kills";

    public Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) => Kill.OneAsync(cluster.Silos, random);
}

/// <summary>Kills one front end with kill -9.</summary>
internal sealed class FrontEndKill : IFault
{
    public string Name => "front end kills";

    public Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) => Kill.OneAsync(cluster.FrontEnds, random);
}

/// <summary>Kills every process of the product at once with kill -9, and gives them time to restart.</summary>
internal sealed class ClusterKill : IFault
{
    public string Name => "whole-cluster kills";

    public async Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        if (!await Eventually.HappensAsync(() => cluster.Silos.Any(silo => silo.IsReady), seconds: 120))
            return false;
        await Task.WhenAll(cluster.Places.Select(place => place.KillAsync()));
        await Task.Delay(lasting);
        return true;
    }
}

file static class Kill
{
    public static async Task<bool> OneAsync(IReadOnlyList<Place> places, Random random)
    {
        await Eventually.TrueAsync(() => Victims.Choose(places, random).KillAsync(), "there is a process to kill");
        return true;
    }
}
