namespace RetailPulse.Grains.Jobs;

/// <summary>
/// Whether this silo lately started or saw another one die. For a while then a grain may have two activations, of which the older one does not know
/// what the newer one did.
/// </summary>
internal sealed class MembershipDoubt : ISiloStatusListener
{
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private long since;

    public MembershipDoubt(ISiloStatusOracle silos, TimeProvider time)
    {
        this.time = time;
        since = time.GetTimestamp();
        silos.SubscribeToSiloStatusEvents(this);
    }

    public bool Lasts => time.GetElapsedTime(Volatile.Read(ref since)) < Lasting;

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead) Volatile.Write(ref since, time.GetTimestamp());
    }
}
