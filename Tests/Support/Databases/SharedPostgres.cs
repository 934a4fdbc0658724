using Npgsql;
using RetailPulse.Silo.Storage.PostgreSql;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace RetailPulse.Tests.Support.Databases;

/// <summary>One PostgreSQL server for all tests that need a database but do not disturb the server. The first of them starts it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    /// <summary>Timeouts that a busy machine does not exceed.</summary>
    private const string Timeouts = "Timeout=60;Command Timeout=60";

    private readonly Lazy<Task<PostgresServer>> server = new(() => PostgresServer.StartAsync());
    private readonly Lazy<Task<string>> template;

    public SharedPostgres() => template = new(CreateTemplateAsync);

    /// <summary>Creates an empty database and returns its connection string.</summary>
    /// <param name="options">Options of <c>CREATE DATABASE</c>, such as a locale.</param>
    public async Task<string> CreateEmptyDatabaseAsync(string options = "") =>
        $"{await (await server.Value).CreateDatabaseAsync(options: options)};{Timeouts}";

    /// <summary>Creates a database with the current schema, as a first start leaves it, and returns its connection string.</summary>
    /// <remarks>All these databases are copies of one, so they share the secret of the installation.</remarks>
    public async Task<string> CreateDatabaseAsync() => $"{await (await server.Value).CreateDatabaseAsync(await template.Value)};{Timeouts}";

    /// <summary>Creates a database from a dump of SQL statements and returns its connection string.</summary>
    public async Task<string> RestoreDatabaseAsync(string dump)
    {
        var connectionString = await CreateEmptyDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(dump);
        await command.ExecuteNonQueryAsync();
        return connectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
            await (await server.Value).DisposeAsync();
    }

    private async Task<string> CreateTemplateAsync()
    {
        var connectionString = await CreateEmptyDatabaseAsync();
        await new PostgreSqlDatabase(connectionString, alone: false).DisposeAsync();
        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }
}
