namespace RetailPulse.Silo.Storage.Common;

/// <summary>The port to facts about the database as a whole.</summary>
internal interface IDatabaseState
{
    /// <summary>Returns when the database has answered one read.</summary>
    /// <exception cref="StorageUnavailableException">The database did not answer.</exception>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>Returns the size of the database and what waits in it.</summary>
    /// <exception cref="StorageUnavailableException">The database did not answer.</exception>
    Task<DatabaseFigures> ReadFiguresAsync(CancellationToken cancellationToken);
}

/// <summary>Figures of the database as a whole.</summary>
/// <param name="Bytes">Size of the database.</param>
/// <param name="WalBytes">Size of its write-ahead log; <see langword="null"/> if the user of the database may not read it.</param>
/// <param name="Pending">Number of webhook deliveries that wait.</param>
/// <param name="OldestAt">Time at which the oldest of them was created; <see langword="null"/> if there is none.</param>
internal sealed record DatabaseFigures(long Bytes, long? WalBytes, long Pending, DateTimeOffset? OldestAt)
{
    /// <summary>Free bytes on the disk of the database; <see langword="null"/> if it is on another machine.</summary>
    public long? FreeBytes { get; init; }
}
