namespace RetailPulse.Grains.Images.Analysis;

/// <summary>Remembers since when the analysis service is away, for all images of a silo.</summary>
internal sealed class ServiceOutage(TimeProvider time)
{
    private const long None = long.MaxValue;

    private long since = None;

    /// <summary>Records that the service is away. Returns the timestamp since when, with no other response in between.</summary>
    public long Begin()
    {
        var now = time.GetTimestamp();
        var known = Interlocked.CompareExchange(ref since, now, None);
        return known == None ? now : known;
    }

    /// <summary>Records that the service was reached.</summary>
    public void End() => Volatile.Write(ref since, None);
}
