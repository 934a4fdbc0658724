namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>
/// What a client does with one job, key or tenant, and what must be true afterwards, regardless of the failures on the way.
/// </summary>
/// <param name="number">A number that no other case has.</param>
internal abstract class Scenario(FaultCluster cluster, int number)
{
    public FaultScope Scope { get; } = new();

    protected FaultCluster Cluster => cluster;

    protected int Number => number;

    /// <summary>Assigns the scope and prepares, without faults, what must exist before.</summary>
    public abstract Task PrepareAsync();

    /// <summary>Does the work, in which calls fail. Returns when all of it is done.</summary>
    public abstract Task ActAsync();

    /// <summary>Checks what must be true, without faults.</summary>
    public abstract Task CheckAsync();
}
