using System.Runtime.InteropServices;

namespace RetailPulse.WebFrontend.Api;

/// <summary>A bounded number of permits, some of which are reserved for holders that have none.</summary>
/// <typeparam name="THolder">Identifies holders: listeners by tenant, connections by client address.</typeparam>
/// <param name="permits">Number of permits, at least 1.</param>
/// <remarks>
/// A holder of permits gets another only while it holds less than three times the number that would be left free. One holder alone gets up
/// to about 3/4 of all permits, two get up to 3/7 each, and so on.
/// </remarks>
internal sealed class FairLimit<THolder>(int permits)
    where THolder : notnull
{
    private const int Threshold = 3;

    private readonly Lock gate = new();
    private readonly Dictionary<THolder, int> taken = [];
    private int free = permits;

    /// <summary>Number of permits in use.</summary>
    public int InUse
    {
        get
        {
            lock (gate)
                return taken.Values.Sum();
        }
    }

    /// <summary>
    /// Acquires a permit, which <see cref="Release"/> releases. Returns <see langword="false"/> if the holder may not have another.
    /// </summary>
    public bool TryAcquire(THolder holder)
    {
        lock (gate)
        {
            var held = taken.GetValueOrDefault(holder);
            if (free == 0 || (held > 0 && held >= Threshold * (free - 1)))
                return false;
            taken[holder] = held + 1;
            free--;
            return true;
        }
    }

    public void Release(THolder holder)
    {
        lock (gate)
        {
            free++;
            if (--CollectionsMarshal.GetValueRefOrNullRef(taken, holder) == 0)
                taken.Remove(holder);
        }
    }
}
