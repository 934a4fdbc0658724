namespace RetailPulse.Grains;

/// <summary>The only source of random numbers, so that a test can seed it. Thread-safe.</summary>
internal sealed class RandomSource(Random random)
{
    private readonly Lock gate = new();

    /// <summary>Returns a uniformly distributed number, at least 0 and below 1.</summary>
    public double Draw()
    {
        lock (gate)
            return random.NextDouble();
    }

    /// <summary>Returns a uniformly distributed time from <paramref name="from"/> to <paramref name="to"/>, both inclusive.</summary>
    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + (to - from) * Draw();
}
