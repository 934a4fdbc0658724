using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Which of SQLite's errors may pass by themselves or by an operator's hand, while the service goes on.</summary>
internal static class SqliteFaults
{
    public static bool IsPassing(SqliteException exception) => exception.SqliteErrorCode
        is SQLITE_FULL or SQLITE_BUSY or SQLITE_LOCKED or SQLITE_IOERR or SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_NOMEM;

    public static StorageUnavailableException Unavailable(SqliteException exception) => new(
        exception.SqliteErrorCode switch
        {
            SQLITE_FULL => "The disk that holds the database is full; make room on it.",
            SQLITE_BUSY or SQLITE_LOCKED => "Another process holds the database's lock.",
            _ => $"The database cannot be written: {exception.Message}",
        },
        exception);
}
