namespace RetailPulse.Grains.Cluster;

/// <summary>Assigns each job to one active silo, so that not every silo does the background work for it.</summary>
/// <remarks>
/// While silos disagree about the active members, a job may belong to two silos or to none. The next round corrects this: 5 s later after a
/// silo has died, otherwise within 30 s.
/// </remarks>
internal sealed class JobPartition(ISiloStatusOracle silos)
{
    /// <summary>Returns whether a job belongs to this silo now.</summary>
    public bool IsMine(long job) => Snapshot()(job);

    /// <summary>Returns a function that tests whether a job belongs to this silo, given the silos that are active now.</summary>
    public Func<long, bool> Snapshot()
    {
        SiloAddress[] active = [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys];
        return job => Has(silos.SiloAddress, active, job);
    }

    internal static bool Has(SiloAddress silo, IEnumerable<SiloAddress> active, long job)
    {
        SiloAddress[] members = [.. active.Append(silo).Distinct().Order()];
        return members[job % members.Length].Equals(silo);
    }
}
