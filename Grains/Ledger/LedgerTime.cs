namespace RetailPulse.Grains.Ledger;

/// <summary>Rounds times to the precision of the ledgers.</summary>
internal static class LedgerTime
{
    /// <summary>Rounds down to the millisecond, so that a value in memory equals the value that is read back.</summary>
    public static DateTimeOffset ToWholeMillisecond(this DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
}
