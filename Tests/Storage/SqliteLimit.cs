using Microsoft.Data.Sqlite;

namespace RetailPulse.Tests.Storage;

/// <summary>
/// Fills a database's disk, as far as SQLite can tell: the file may grow by so many pages and no more. The limit belongs to a connection, so
/// it is set on every one that the pool holds.
/// </summary>
internal static class SqliteLimit
{
    public static void Set(string connectionString, int pages)
    {
        var connections = Enumerable.Range(0, 32).Select(_ => new SqliteConnection(connectionString)).ToList();
        foreach (var connection in connections)
        {
            connection.Open();
            using var size = connection.CreateCommand();
            size.CommandText = "PRAGMA page_count";
            using var limit = connection.CreateCommand();
            limit.CommandText = $"PRAGMA max_page_count = {(long)size.ExecuteScalar()! + pages}";
            limit.ExecuteScalar();
        }

        connections.ForEach(connection => connection.Dispose());
    }
}
