using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads facts about the SQLite file as a whole.</summary>
internal sealed class SqliteState(SqliteDatabase database) : IDatabaseState
{
    private readonly string file = Path.GetFullPath(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource);

    public Task PingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.Query("SELECT 1 FROM sqlite_schema LIMIT 1", row => row.GetInt32(0)), cancellationToken);

    public Task<DatabaseFigures> ReadFiguresAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        "SELECT count(*), min(created_at) FROM webhook_deliveries WHERE state = 'pending'",
                        row => new DatabaseFigures(
                            Length(file),
                            Length($"{file}-wal"),
                            row.GetInt64(0),
                            row.IsDBNull(1) ? null : SqliteTime.Parse(row.GetString(1))
                        )
                        {
                            FreeBytes = new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace,
                        }
                    )
                    .Single(),
            cancellationToken
        );

    private static long Length(string path) => new FileInfo(path) is { Exists: true } found ? found.Length : 0;
}
