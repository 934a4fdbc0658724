namespace RetailPulse.Tests.Chaos.Load;

/// <summary>
/// Draws random jobs: with one to a few hundred images, valid, missing or broken, of known or unknown stores, with or without an
/// idempotency key.
/// </summary>
internal sealed class JobMaker(Random random, string name)
{
    private int made;

    public static IEnumerable<string> KnownStores => Enumerable.Range(0, 40).Select(store => $"K{store}");

    public PlannedJob Next()
    {
        var tag = $"{name}-{++made}";
        var stores = Enumerable.Range(0, 40).ToArray();
        random.Shuffle(stores);
        var sound = random.Next(2) == 0;
        var visits = Enumerable
            .Range(0, random.Next(10) < 6 ? 1 : random.Next(2, 12))
            .Select(visit => Visit($"{tag}/{visit}", stores[visit], sound));
        return new PlannedJob(tag, random.Next(2) == 0 ? $"key-{tag}" : null, [.. visits]);
    }

    private PlannedVisit Visit(string path, int store, bool sound)
    {
        var known = sound || random.Next(20) > 0;
        var images = Enumerable
            .Range(0, random.Next(10) < 6 ? random.Next(1, 6) : random.Next(6, 40))
            .Select(image => Image($"{path}/{image}", sound || random.Next(20) > 0));
        return known
            ? new PlannedVisit($"K{store}", [.. images])
            : new PlannedVisit($"U{store}", [.. images.Select(image => image with { Reason = "unknown_store", Perimeter = 0 })]);
    }

    private PlannedImage Image(string path, bool sound)
    {
        if (!sound)
        {
            var (what, reason) = ChaosOrigin.Unsound[random.Next(ChaosOrigin.Unsound.Length)];
            return new PlannedImage($"{path}/{what}", reason, 0);
        }

        var (width, height) = (random.Next(1, 4_000), random.Next(1, 4_000));
        return new PlannedImage(
            $"{path}/{ChaosOrigin.Formats[random.Next(ChaosOrigin.Formats.Length)]}/{width}/{height}",
            "",
            2L * (width + height)
        );
    }
}
