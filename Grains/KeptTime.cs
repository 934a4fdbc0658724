namespace RetailPulse.Grains;

/// <summary>Times as every ledger keeps them.</summary>
internal static class KeptTime
{
    /// <summary>The millisecond in which it is: what is told from memory must be what is read back.</summary>
    public static DateTimeOffset ToWholeMillisecond(this DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
}
