namespace RetailPulse.Grains.Images;

/// <summary>The one source of random draws, safe for concurrent use, so that a test can seed it.</summary>
internal sealed class RandomSource(Random random)
{
    private readonly Lock gate = new();

    /// <summary>At least <paramref name="from"/> and at most <paramref name="to"/>, evenly.</summary>
    public TimeSpan Between(TimeSpan from, TimeSpan to)
    {
        lock (gate) return from + (to - from) * random.NextDouble();
    }
}
