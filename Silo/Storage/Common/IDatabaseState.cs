namespace RetailPulse.Silo.Storage.Common;

/// <summary>The port to facts about the database as a whole.</summary>
internal interface IDatabaseState
{
    /// <summary>Returns when the database has answered one read.</summary>
    /// <exception cref="StorageUnavailableException">The database did not answer.</exception>
    Task PingAsync(CancellationToken cancellationToken);
}
