using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace RetailPulse.Tests.Chaos.Cluster;

/// <summary>A SQLite file that all processes share, on its own disk if this process may mount one.</summary>
internal sealed class ChaosSqlite : IChaosStorage
{
    private readonly string folder;

    public ChaosSqlite()
    {
        Disk = Environment.IsPrivilegedProcess ? new SmallDisk(megabytes: 400) : null;
        folder = Disk?.Folder ?? Directory.CreateTempSubdirectory("retailpulse-chaos-").FullName;
    }

    public SmallDisk? Disk { get; }

    public IEnumerable<string> Settings => [$"--ConnectionStrings:RetailPulse=Data Source={File}"];

    private string File => Path.Combine(folder, "retailpulse.db");

    public async Task<List<T>> ReadAsync<T>(string query, Func<DbDataReader, T> row)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False;Mode=ReadWrite");
        await connection.OpenAsync();
        return await Rows.ReadAsync(connection, query, row);
    }

    /// <summary>Keeps everyone else from writing.</summary>
    public async Task LockAsync(TimeSpan lasting)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: false);
        await Task.Delay(lasting);
    }

    public ValueTask DisposeAsync()
    {
        if (Disk is null)
            Directory.Delete(folder, recursive: true);
        else
            Disk.Dispose();
        return ValueTask.CompletedTask;
    }
}
