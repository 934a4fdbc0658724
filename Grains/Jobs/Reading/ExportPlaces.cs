namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>
/// How many exports a silo does at once. Each holds a connection and a snapshot for as long as its client reads, and the work needs connections too.
/// </summary>
internal sealed class ExportPlaces
{
    private const int Most = 8;

    private int taken;

    /// <summary>Dispose it to give the place back.</summary>
    /// <exception cref="StorageUnavailableException">All are taken; it may be tried again.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref taken) <= Most) return new Place(this);
        Interlocked.Decrement(ref taken);
        throw new StorageUnavailableException("Too many exports are under way on this silo.");
    }

    private sealed class Place(ExportPlaces places) : IDisposable
    {
        private ExportPlaces? held = places;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref held, null) is { } places) Interlocked.Decrement(ref places.taken);
        }
    }
}
