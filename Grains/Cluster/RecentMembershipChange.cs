namespace RetailPulse.Grains.Cluster;

/// <summary>Reports whether this silo started, or saw another silo die, within the last minute.</summary>
/// <remarks>During that time, a grain may have two activations, and the older one may not know what the newer one did.</remarks>
internal sealed class RecentMembershipChange : ISiloStatusListener
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private long since;

    public RecentMembershipChange(ISiloStatusOracle silos, TimeProvider time)
    {
        this.time = time;
        since = time.GetTimestamp();
        silos.SubscribeToSiloStatusEvents(this);
    }

    public bool IsRecent => time.GetElapsedTime(Volatile.Read(ref since)) < Duration;

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
            Volatile.Write(ref since, time.GetTimestamp());
    }
}
