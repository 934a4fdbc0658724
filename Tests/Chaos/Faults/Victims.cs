using RetailPulse.Tests.Chaos.Cluster;
using RetailPulse.Tests.Fakes;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Whom a fault meets.</summary>
internal static class Victims
{
    /// <summary>A place whose process is up, as soon as there is one.</summary>
    public static async Task<Place> ReadyAsync(IReadOnlyList<Place> places, Random random)
    {
        Place[] ready = [];
        await Eventually.TrueAsync(() => (ready = [.. places.Where(place => place.IsReady)]).Length > 0, $"one of {string.Join(", ", places.Select(place => place.Name))} is up", seconds: 180);
        return ready[random.Next(ready.Length)];
    }

    public static async Task KillOneAsync(IReadOnlyList<Place> places, Random random)
    {
        while (!await (await ReadyAsync(places, random)).KillAsync())
        {
            // It ended by itself in between; another one, then.
        }
    }
}
