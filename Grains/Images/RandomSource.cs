namespace RetailPulse.Grains.Images;

/// <summary>The one source of random draws, safe for concurrent use, so that a test can seed it.</summary>
internal sealed class RandomSource(Random random)
{
    private readonly Lock gate = new();

    /// <summary>At least 0 and below 1, evenly.</summary>
    public double Draw()
    {
        lock (gate) return random.NextDouble();
    }

    /// <summary>At least <paramref name="from"/> and at most <paramref name="to"/>, evenly.</summary>
    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + (to - from) * Draw();
}
