using Npgsql;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace RetailPulse.Tests.Support.Databases;

/// <summary>One PostgreSQL server for all tests that need a database but do not disturb the server. The first of them starts it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> server = new(() => PostgresServer.StartAsync());

    /// <summary>Creates an empty database and returns its connection string, with timeouts that a busy machine does not exceed.</summary>
    public async Task<string> CreateDatabaseAsync() => $"{await (await server.Value).CreateDatabaseAsync()};Timeout=60;Command Timeout=60";

    /// <summary>Creates a database from a dump of SQL statements and returns its connection string.</summary>
    public async Task<string> RestoreDatabaseAsync(string dump)
    {
        var connectionString = await CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(dump);
        await command.ExecuteNonQueryAsync();
        return connectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated) await (await server.Value).DisposeAsync();
    }
}
