namespace RetailPulse.Grains.Ledger;

/// <summary>The clock of the host of the database.</summary>
internal interface IDatabaseClock
{
    /// <summary>Returns the time of the database server, or <see langword="null"/> if the database is a file that this process opens.</summary>
    Task<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken);
}
