namespace RetailPulse.Silo;

/// <summary>
/// Which unfinished jobs are one silo's to nudge: each job has one silo, by the members that are active, so that a job is not nudged by all of them.
/// Where two silos see other members, a job may have two or none for a while; the next round sees better.
/// </summary>
internal static class RescueShare
{
    public static bool Has(SiloAddress silo, IEnumerable<SiloAddress> active, long job)
    {
        SiloAddress[] members = [.. active.Append(silo).Distinct().Order()];
        return members[job % members.Length].Equals(silo);
    }
}
