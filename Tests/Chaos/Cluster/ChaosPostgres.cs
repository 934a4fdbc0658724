using System.Data.Common;
using Npgsql;

namespace RetailPulse.Tests.Chaos.Cluster;

/// <summary>A dedicated PostgreSQL server, on its own disk and, if there is a network, its own host.</summary>
internal sealed class ChaosPostgres : IChaosStorage
{
    public const string Host = "db";

    private readonly SemaphoreSlim one = new(1);
    private readonly PostgresServer server;
    private readonly string connectionString;

    private ChaosPostgres(PostgresServer server, string connectionString, SmallDisk? disk, string proxyAddress)
    {
        (this.server, this.connectionString, Disk) = (server, connectionString, disk);
        Proxy = LossyPostgres.Start(connectionString, proxyAddress);
    }

    public SmallDisk? Disk { get; }

    /// <summary>Proxy to the same database that can lose responses.</summary>
    public LossyPostgres Proxy { get; }

    public IEnumerable<string> Settings => SettingsFor(connectionString);

    /// <summary>Settings of a process that reaches the database through <see cref="Proxy"/>.</summary>
    public IEnumerable<string> ProxySettings => SettingsFor(Proxy.ConnectionString);

    public static async Task<ChaosPostgres> StartAsync(NamespaceNetwork? network)
    {
        var disk = Environment.IsPrivilegedProcess ? new SmallDisk(megabytes: 1_500) : null;
        var settings = new PostgresSettings(network?.Address(Host) ?? "127.0.0.1", Fsync: true)
        {
            Parent = disk?.Folder ?? Path.GetTempPath(),
            Launcher = network?.Launcher(Host) ?? [],
        };
        try
        {
            var server = await PostgresServer.StartAsync(settings);
            return new ChaosPostgres(server, await server.CreateDatabaseAsync(), disk, network?.Here ?? "127.0.0.1");
        }
        catch
        {
            disk?.Dispose();
            throw;
        }
    }

    public async Task<List<T>> ReadAsync<T>(string query, Func<DbDataReader, T> row)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false;Timeout=3;Command Timeout=60");
        await connection.OpenAsync();
        return await Rows.ReadAsync(connection, query, row);
    }

    /// <summary>Locks a table against everyone else. Returns whether the lock was granted.</summary>
    public async Task<bool> LockAsync(string table, TimeSpan lasting)
    {
        var granted = false;
        try
        {
            await using var connection = new NpgsqlConnection(
                $"{connectionString};Pooling=false;Timeout=3;Command Timeout={(int)lasting.TotalSeconds}"
            );
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand($"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
            await command.ExecuteNonQueryAsync();
            granted = true;
            await Task.Delay(lasting);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            // The server went away, and its lock with it.
        }

        return granted;
    }

    /// <summary>
    /// Disturbs the server and ends with the server running again. One call at a time, because a stopped server cannot be restarted.
    /// </summary>
    public async Task DisturbAsync(Func<PostgresServer, Task> disturb)
    {
        await one.WaitAsync();
        try
        {
            await disturb(server);
        }
        finally
        {
            await server.StartAgainAsync();
            one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await server.DisposeAsync();
        Disk?.Dispose();
        one.Dispose();
    }

    private static string[] SettingsFor(string connectionString) =>
        ["--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={connectionString}"];
}
