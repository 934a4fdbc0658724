using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Chooses the victims of faults.</summary>
internal static class Victims
{
    /// <summary>Returns a place whose process is up or, if there is none at this moment, one whose process is starting.</summary>
    public static Place Choose(IReadOnlyList<Place> places, Random random)
    {
        Place[] ready = [.. places.Where(place => place.IsReady)];
        return ready.Length > 0 ? ready[random.Next(ready.Length)] : places[random.Next(places.Count)];
    }
}
