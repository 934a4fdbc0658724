using Microsoft.Data.Sqlite;

namespace RetailPulse.Silo.Storage.Sqlite.Connections;

/// <summary>Opens connections to a database file.</summary>
internal static class SqliteConnections
{
    /// <summary>Time that another process may hold the lock before a write fails.</summary>
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Opens a connection and applies the settings that SQLite does not store in the file.</summary>
    public static TConnection Open<TConnection>(TConnection connection)
        where TConnection : SqliteConnection
    {
        try
        {
            connection.DefaultTimeout = (int)LockTimeout.TotalSeconds;
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
