using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads facts about the SQLite file as a whole.</summary>
internal sealed class SqliteState(SqliteDatabase database) : IDatabaseState
{
    public Task PingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.Query("SELECT 1 FROM sqlite_schema LIMIT 1", row => row.GetInt32(0)), cancellationToken);
}
