using Npgsql;
using RetailPulse.Tests.Storage;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace RetailPulse.Tests.Storage;

/// <summary>One PostgreSQL server for all tests that need a database and leave the server alone; started by the first of them.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> server = new(() => PostgresServer.StartAsync());

    /// <summary>An empty database; answers its connection string.</summary>
    public async Task<string> CreateDatabaseAsync() => await (await server.Value).CreateDatabaseAsync();

    /// <summary>A database as a dump of SQL statements describes it; answers its connection string.</summary>
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
