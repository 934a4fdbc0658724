using RetailPulse.Grains.Ledger;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>No clock: a file has only the one of this host.</summary>
internal sealed class SqliteClock : IDatabaseClock
{
    public Task<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}
