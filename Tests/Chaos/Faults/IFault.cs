using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Something bad that happens to a cluster. When it returns, nothing of it remains but what the cluster makes of it.</summary>
internal interface IFault
{
    /// <summary>As the report counts it.</summary>
    string Name { get; }

    /// <summary>Returns whether it happened: another fault may have been faster, as when the database is already gone.</summary>
    /// <param name="lasting">For how long, where that has a meaning.</param>
    /// <param name="random">Chooses the victim.</param>
    Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random);
}
