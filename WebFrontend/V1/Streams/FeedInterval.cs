namespace RetailPulse.WebFrontend.V1.Streams;

/// <summary>The interval between the reads of a feed: short while something changes, and longer while nothing does.</summary>
internal sealed class FeedInterval
{
    private static readonly TimeSpan Min = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(1);

    public TimeSpan Value { get; private set; } = Min;

    public void Adapt(bool changed) => Value = changed ? Min : TimeSpan.FromTicks(Math.Min(2 * Value.Ticks, Max.Ticks));
}
