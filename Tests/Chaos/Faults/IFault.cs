using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>A fault in a cluster. When it returns, its cause is gone and only its consequences remain.</summary>
internal interface IFault
{
    /// <summary>Name in the report.</summary>
    string Name { get; }

    /// <summary>Returns whether the fault occurred. Another one may have come first, for example if the database is already gone.</summary>
    /// <param name="lasting">Duration, if the fault has one.</param>
    /// <param name="random">Source of randomness for the choice of the victim.</param>
    Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random);
}
