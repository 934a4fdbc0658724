namespace RetailPulse.Tests.Contract.OpenApi;

/// <summary>The clock by which calls of the cluster are timed: in order, or so fast that nothing answers in time, or broken.</summary>
internal sealed class SkewedClock : TimeProvider
{
    private long hours;

    /// <summary>Every look at the clock is an hour after the one before.</summary>
    public bool Races { get; set; }

    public bool Broken { get; set; }

    public override long GetTimestamp() =>
        Broken
            ? throw new InvalidOperationException("The clock is broken.")
            : System.GetTimestamp() + (Races ? ++hours * 3_600 * TimestampFrequency : 0);
}
