using System.Runtime.InteropServices;

namespace RetailPulse.Web.V1.Jobs.Events;

/// <summary>A bounded number of places for listeners, of which some are kept for tenants that have none.</summary>
/// <param name="places">Number of places, at least 1.</param>
/// <remarks>
/// A tenant that has some places gets another only while it has less than three times what would be left free. One tenant alone gets up to about 3/4 of
/// all, two get up to 3/7 each, and so on.
/// </remarks>
internal sealed class ListenerPlaces(int places)
{
    private const int Threshold = 3;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);
    private int free = places;

    /// <summary>Number of places taken.</summary>
    public int Taken { get { lock (gate) return taken.Values.Sum(); } }

    /// <summary>Takes a place, which <see cref="Leave"/> gives back; <see langword="false"/> when the tenant may have none.</summary>
    public bool TryEnter(string tenant)
    {
        lock (gate)
        {
            var held = taken.GetValueOrDefault(tenant);
            if (free == 0 || (held > 0 && held >= Threshold * (free - 1))) return false;
            taken[tenant] = held + 1;
            free--;
            return true;
        }
    }

    public void Leave(string tenant)
    {
        lock (gate)
        {
            free++;
            if (--CollectionsMarshal.GetValueRefOrNullRef(taken, tenant) == 0) taken.Remove(tenant);
        }
    }
}
