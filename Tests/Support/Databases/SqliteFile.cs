using Microsoft.Data.Sqlite;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>Reads a database file while others may use it.</summary>
internal static class SqliteFile
{
    /// <summary>Runs statements, and returns the first value of the first one with a result.</summary>
    public static object? Execute(string file, string statements)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        return command.ExecuteScalar();
    }

    /// <summary>Returns the number that a query counts.</summary>
    public static long Count(string file, string query) => (long)Execute(file, query)!;
}
