using System.Data.Common;
using Npgsql;
using RetailPulse.Testing;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>A PostgreSQL server of this run, which syncs to disk. Its files are on the disk of <c>TMPDIR</c>.</summary>
internal sealed class PostgreSqlDatabase : IDatabase
{
    private readonly PostgresServer server;
    private readonly string connectionString;

    private PostgreSqlDatabase(PostgresServer server, string connectionString) =>
        (this.server, this.connectionString) = (server, connectionString);

    public string[] Settings => ["--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={connectionString}"];

    public Cost? Cost => ProcessTree.ReadCost(server.Id);

    /// <summary>Starts a server with an empty database, and returns when it accepts connections.</summary>
    /// <exception cref="BenchmarkException">PostgreSQL is not installed, or did not start.</exception>
    public static async Task<PostgreSqlDatabase> StartAsync()
    {
        try
        {
            var server = await PostgresServer.StartAsync(new PostgresSettings(Fsync: true));
            return new PostgreSqlDatabase(server, await server.CreateDatabaseAsync());
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            throw new BenchmarkException(exception.Message);
        }
    }

    public DbConnection Connect() => new NpgsqlConnection($"{connectionString};Pooling=false");

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
