namespace RetailPulse.Grains.Cluster;

/// <summary>Assigns each unfinished job to one active silo, so that not every silo nudges it.</summary>
/// <remarks>
/// While silos disagree about the active members, a job may belong to two silos or to none. The next round corrects this.
/// </remarks>
internal static class JobPartition
{
    public static bool Has(SiloAddress silo, IEnumerable<SiloAddress> active, long job)
    {
        SiloAddress[] members = [.. active.Append(silo).Distinct().Order()];
        return members[job % members.Length].Equals(silo);
    }
}
