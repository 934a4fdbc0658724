using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Whom a fault meets.</summary>
internal static class Victims
{
    /// <summary>A place whose process is up; if there is none at this instant, one whose process is still starting.</summary>
    public static Place Choose(IReadOnlyList<Place> places, Random random)
    {
        Place[] ready = [.. places.Where(place => place.IsReady)];
        return ready.Length > 0 ? ready[random.Next(ready.Length)] : places[random.Next(places.Count)];
    }
}
