using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Cuts the connection between two silos. Both still reach all others.</summary>
internal sealed class SiloCut(NamespaceNetwork network) : IFault
{
    public string Name => "cuts between silos";

    public Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        string[] pair = [.. cluster.Silos.Select(silo => silo.Name)];
        random.Shuffle(pair);
        return Cuts.CutAsync(network, pair[0], pair[1], lasting);
    }
}

/// <summary>Cuts the connection between a silo and the database, but never of the silo that uses the proxy.</summary>
internal sealed class DatabaseCut(NamespaceNetwork network) : IFault
{
    public string Name => "cuts from the database";

    public Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        string[] silos = [.. cluster.Silos.Select(silo => silo.Name).Where(name => name != ChaosCluster.Lossy)];
        return Cuts.CutAsync(network, silos[random.Next(silos.Length)], ChaosPostgres.Host, lasting);
    }
}

file static class Cuts
{
    public static async Task<bool> CutAsync(NamespaceNetwork network, string one, string other, TimeSpan lasting)
    {
        await network.CutAsync(one, other);
        await Task.Delay(lasting);
        await network.HealAsync(one, other);
        return true;
    }
}
