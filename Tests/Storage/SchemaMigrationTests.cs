using Microsoft.Data.Sqlite;
using Npgsql;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.PostgreSql.Schema;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that an upgrade of the schema survives an interruption, and that processes wait for another one that upgrades.</summary>
public sealed class SchemaMigrationTests(SharedPostgres server)
{
    /// <summary>The last version of SQLite's schema whose scripts need no functions of the program.</summary>
    private const int Older = 15;

    /// <summary>The column of the last script exists already, so the last script fails.</summary>
    private const string Obstacle = "ALTER TABLE image_results ADD COLUMN analysis text NULL";

    [Fact]
    public void An_upgrade_of_SQLite_resumes_after_the_last_complete_version()
    {
        using var folder = new SqliteFolder();
        OlderSchema.Create(folder, Older);
        folder.Execute(Obstacle);
        Assert.Throws<StorageException>(() => new SqliteDatabase(folder.ConnectionString, alone: true));
        Assert.Equal(23L, folder.Execute("PRAGMA user_version"));

        folder.Execute("ALTER TABLE image_results DROP COLUMN analysis");

        // As in a new process: a pooled connection would still find the column in the schema that it has read.
        SqliteConnection.ClearAllPools();
        using var database = new SqliteDatabase(folder.ConnectionString, alone: true);
        Assert.Equal((long)SqliteSchema.Version, folder.Execute("PRAGMA user_version"));
    }

    [Fact]
    public async Task An_upgrade_of_PostgreSQL_resumes_after_the_last_complete_version()
    {
        var connectionString = await OlderSchema.CreateAsync(server, 22, Obstacle);
        Assert.Throws<StorageException>(() => new PostgreSqlDatabase(connectionString, alone: true));
        Assert.Equal(23, await ReadVersionAsync(connectionString));

        await using var source = NpgsqlDataSource.Create(connectionString);
        await using (var command = source.CreateCommand("ALTER TABLE image_results DROP COLUMN analysis"))
            await command.ExecuteNonQueryAsync();
        await using var database = new PostgreSqlDatabase(connectionString, alone: true);
        Assert.Equal(PostgreSqlSchema.Version, await ReadVersionAsync(connectionString));
    }

    /// <summary>The other process holds the lock for longer than a write waits for it.</summary>
    [Fact]
    public async Task A_process_waits_for_another_one_that_upgrades_the_file()
    {
        using var folder = new SqliteFolder();
        OlderSchema.Create(folder, Older);
        folder.Execute("PRAGMA journal_mode = WAL");
        await using var other = new SqliteConnection($"{folder.ConnectionString};Pooling=False");
        await other.OpenAsync();
        await using var upgrade = other.BeginTransaction(deferred: false);
        var start = Task.Factory.StartNew(
            () => new SqliteDatabase(folder.ConnectionString, alone: false),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await Assert.ThrowsAsync<TimeoutException>(() => start.WaitAsync(TimeSpan.FromSeconds(12)));

        await upgrade.RollbackAsync();
        using var database = await start;
        Assert.Equal((long)SqliteSchema.Version, folder.Execute("PRAGMA user_version"));
    }

    [Fact]
    public async Task The_switch_upgrades_the_database_with_progress_in_the_log_and_exits()
    {
        using var folder = new SqliteFolder();
        OlderSchema.Create(folder, Older);
        var (exitCode, output) = await ProductProcess.RunAsync(
            "Silo",
            "--migrate",
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}"
        );
        Assert.True(exitCode == 0, output);
        Assert.Contains($"Updating the database from schema {Older} to {SqliteSchema.Version}", output);
        Assert.Contains($"The database has schema {Older + 1} of {SqliteSchema.Version} after", output);
        Assert.Equal((long)SqliteSchema.Version, folder.Execute("PRAGMA user_version"));
    }

    private static async Task<int> ReadVersionAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT version FROM retailpulse_schema");
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
