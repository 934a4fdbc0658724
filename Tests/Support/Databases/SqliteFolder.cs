using Microsoft.Data.Sqlite;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>A separate folder for a test's database file.</summary>
internal sealed class SqliteFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    public string File => Path.Combine(Folder, "retailpulse.db");

    public string ConnectionString => $"Data Source={File}";

    /// <summary>Runs one statement, while others may use the file, and returns its first value.</summary>
    public object? Execute(string statement)
    {
        using var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        Directory.Delete(Folder, recursive: true);
    }
}
