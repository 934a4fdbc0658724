using Microsoft.Data.Sqlite;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>A separate folder for a test's database file.</summary>
internal sealed class SqliteFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    public string File => Path.Combine(Folder, "retailpulse.db");

    public string ConnectionString => $"Data Source={File}";

    /// <summary>Runs one statement, while others may use the file, and returns its first value.</summary>
    public object? Execute(string statement) => SqliteFile.Execute(File, statement);

    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        Directory.Delete(Folder, recursive: true);
    }
}
