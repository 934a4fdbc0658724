using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage;

/// <summary>Translates the exceptions of database drivers that pass through Orleans' storage provider.</summary>
internal static class StorageFaults
{
    /// <summary>Returns an exception that says whether a retry may succeed.</summary>
    public static Exception Translate(DbException exception) =>
        exception switch
        {
            SqliteException refused when SqliteFaults.IsRefusal(refused) => SqliteFaults.Refused(refused),
            PostgresException refused when PostgreSqlFaults.IsRefusal(refused) => PostgreSqlFaults.Refused(refused),
            _ => new StorageUnavailableException($"The database does not respond: {exception.Message}", exception),
        };
}
