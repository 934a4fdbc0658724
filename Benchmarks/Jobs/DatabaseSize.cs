using System.Globalization;
using Microsoft.Data.Sqlite;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Jobs;

/// <summary>How large the product's database has become.</summary>
internal static class DatabaseSize
{
    /// <summary>Bytes of its tables and indexes. Logs that the engine will reuse or throw away do not count.</summary>
    public static long Read(IDatabase database)
    {
        using var connection = database.Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            connection is SqliteConnection
                ? "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
                : "SELECT pg_database_size(current_database())";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
