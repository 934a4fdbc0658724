namespace RetailPulse.Grains.Telemetry;

/// <summary>Counters that are exported as 0 before they first count. Otherwise, nobody would see their first increase.</summary>
internal interface IZeroedCounters
{
    /// <summary>Adds 0 to every counter, with every value of its attributes.</summary>
    void Zero();
}
