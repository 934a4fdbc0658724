using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>A SQLite file; the product makes it, and does its work in its own processes.</summary>
/// <param name="path">Where nothing is yet.</param>
internal sealed class SqliteDatabase(string path) : IDatabase
{
    public string[] Settings => [$"--ConnectionStrings:RetailPulse=Data Source={path}"];

    public Cost? Cost => null;

    public DbConnection Connect() => new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
