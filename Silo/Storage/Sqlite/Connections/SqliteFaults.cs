using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace RetailPulse.Silo.Storage.Sqlite.Connections;

/// <summary>
/// Classifies SQLite's errors. Passing faults may disappear by themselves, or be fixed by an operator, while the service runs.
/// </summary>
internal static class SqliteFaults
{
    public static bool IsPassing(SqliteException exception) =>
        exception.SqliteErrorCode
            is SQLITE_FULL
                or SQLITE_BUSY
                or SQLITE_LOCKED
                or SQLITE_PROTOCOL
                or SQLITE_IOERR
                or SQLITE_READONLY
                or SQLITE_CANTOPEN
                or SQLITE_NOMEM;

    /// <summary>Returns whether the data itself is at fault: too long, of the wrong type, or in violation of a constraint.</summary>
    public static bool IsRefusal(SqliteException exception) =>
        exception.SqliteErrorCode is SQLITE_TOOBIG or SQLITE_CONSTRAINT or SQLITE_MISMATCH or SQLITE_RANGE;

    /// <summary>
    /// Returns the exception that callers see instead; <see langword="null"/> if the error is not a fault of the database.
    /// </summary>
    public static Exception? Translate(Exception exception) =>
        exception switch
        {
            SqliteException fault when IsPassing(fault) => Unavailable(fault),
            SqliteException fault when IsRefusal(fault) => Refused(fault),
            _ => null,
        };

    public static StorageRefusedException Refused(SqliteException refused) =>
        new($"The database rejects the data: {refused.Message}", refused);

    private static StorageUnavailableException Unavailable(SqliteException exception) =>
        new(
            exception.SqliteErrorCode switch
            {
                SQLITE_FULL => "The disk that holds the database is full; free some space.",
                SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => "Another process holds the database's lock.",
                _ => $"The database cannot be written: {exception.Message}",
            },
            exception
        );
}
