using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests the lock that keeps other processes off a PostgreSQL database, when its session fails.</summary>
public sealed class PostgreSqlLockTests(SharedPostgres server) : IAsyncLifetime
{
    /// <summary>Query for the session that holds the lock.</summary>
    private const string Holder =
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1383354476 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private readonly CancellationTokenSource stop = new();
    private string connectionString = "";

    public async ValueTask InitializeAsync() => connectionString = await server.CreateDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        stop.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_lock_is_acquired_again(bool alone)
    {
        await using var database = new PostgreSqlDatabase(connectionString, alone);
        var watching = WatchAsync(database);
        var first = await ReadAsync(Holder);
        await ReadAsync($"SELECT pg_terminate_backend({first})");
        await Eventually.TrueAsync(async () => await ReadAsync(Holder) is int now && now != (int)first!, "another session holds the lock");
        Assert.Throws<StorageException>(() => new PostgreSqlDatabase(connectionString, alone: true));
        await StopAsync(watching);
    }

    [Fact]
    public async Task A_lock_acquired_by_another_process_ends_the_watch()
    {
        await using var database = new PostgreSqlDatabase(connectionString, alone: true);
        var watching = WatchAsync(database);
        await using var other = new NpgsqlConnection(connectionString);
        await other.OpenAsync();

        // It waits in the server's own queue, so that it is first when the lock is released.
        var taking = ExecuteAsync(other, "SELECT pg_advisory_lock(1383354476)");
        await Eventually.TrueAsync(
            async () => await ReadAsync(Holder.Replace("AND granted", "AND NOT granted", StringComparison.Ordinal)) is not null,
            "the other process waits"
        );
        await ReadAsync($"SELECT pg_terminate_backend(({Holder}))");
        await taking;
        var refused = await Assert.ThrowsAsync<StorageException>(() => watching.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("another RetailPulse process has taken the database since", refused.Message);
    }

    [Fact]
    public async Task A_session_that_the_server_believes_connected_is_ended()
    {
        await using var proxy = LossyPostgres.Start(connectionString);
        await using var database = new PostgreSqlDatabase(proxy.ConnectionString, alone: true);
        var watching = WatchAsync(database);
        var first = (int)(await ReadAsync(Holder))!;
        proxy.DropClients();
        await Eventually.TrueAsync(async () => await ReadAsync(Holder) is int now && now != first, "a new session holds the lock");

        // An ended session releases its locks before it disappears.
        await Eventually.TrueAsync(
            async () => await ReadAsync($"SELECT pid FROM pg_stat_activity WHERE pid = {first}") is null,
            "the first session has ended"
        );
        await StopAsync(watching);
    }

    [Fact]
    public async Task A_server_that_ends_idle_sessions_spares_the_lock()
    {
        await ReadAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} SET idle_session_timeout = '5s'");
        await using var database = new PostgreSqlDatabase(connectionString, alone: true);
        var first = await ReadAsync(Holder);
        await ReadAsync("SET idle_session_timeout = 0; SELECT pg_sleep(12)");
        Assert.Equal(first, await ReadAsync(Holder));
    }

    [Fact]
    public async Task A_restarted_server_is_locked_again()
    {
        await using var own = await PostgresServer.StartAsync();
        connectionString = await own.CreateDatabaseAsync();
        await using var database = new PostgreSqlDatabase(connectionString, alone: true);
        var watching = WatchAsync(database);
        await own.RestartAsync();
        await Eventually.TrueAsync(async () => await ReadAsync(Holder) is not null, "the lock is held");
        await StopAsync(watching);
    }

    private Task WatchAsync(PostgreSqlDatabase database) => database.Lock.WatchAsync(NullLogger.Instance, stop.Token);

    private async Task StopAsync(Task watching)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private async Task<object?> ReadAsync(string query)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        return await ExecuteAsync(connection, query);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string query)
    {
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync();
    }
}
