namespace RetailPulse.Cluster;

/// <summary>The unit of time in which results are counted.</summary>
[GenerateSerializer, Alias("throughput-unit")]
public enum ThroughputUnit
{
    Minute = 0,
    Hour = 1,
}

/// <summary>The codes of units of time.</summary>
public static class ThroughputUnitCodes
{
    /// <summary>Returns the stable code of the unit.</summary>
    public static string Code(this ThroughputUnit unit) =>
        unit switch
        {
            ThroughputUnit.Minute => "minute",
            ThroughputUnit.Hour => "hour",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Not a unit of time."),
        };
}

/// <summary>The results of all silos in a minute or an hour.</summary>
/// <param name="At">Beginning of the minute or hour.</param>
/// <param name="Images">Number of images that got a result.</param>
/// <param name="Failed">Number of those that failed.</param>
[GenerateSerializer, Immutable, Alias("throughput-point")]
public readonly record struct ThroughputPoint(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] long Images,
    [property: Id(2)] long Failed
);
