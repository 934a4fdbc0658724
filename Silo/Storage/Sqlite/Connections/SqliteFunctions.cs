using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.Sqlite.Connections;

/// <summary>Adds the SQL functions that our statements and migration scripts use in addition to SQLite's own.</summary>
internal static class SqliteFunctions
{
    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateFunction<string, string>("host_of", UrlHost.Of, isDeterministic: true);
        connection.CreateFunction<string, string>("host_and_port_of", UrlHost.WithPort, isDeterministic: true);
        connection.CreateFunction<string, string?>(
            "date_of",
            text => VisitDate.Find(text) is { } date ? SqliteTime.Format(date) : null,
            isDeterministic: true
        );
        connection.CreateFunction<byte[]?, long?>(
            "hash_start",
            hash => hash is null ? null : ContentHash.Start(hash),
            isDeterministic: true
        );
    }
}
