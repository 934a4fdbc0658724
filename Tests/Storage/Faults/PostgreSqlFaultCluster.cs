using System.Globalization;
using Npgsql;
using RetailPulse.Tests.Cluster.Faults;

namespace RetailPulse.Tests.Storage.Faults;

/// <summary>A silo as the product composes it, on its own PostgreSQL database, through a proxy that loses statements.</summary>
public sealed class PostgreSqlFaultCluster(SharedPostgres server) : FaultCluster
{
    private NpgsqlDataSource source = null!;

    /// <summary>Timeout of a statement, in seconds. With the default of 15 s, a locked table would take as long.</summary>
    public const int CommandTimeout = 1;

    internal LossyPostgres Proxy { get; private set; } = null!;

    private protected override IEnumerable<KeyValuePair<string, string?>> Database =>
        [
            new("RetailPulse:Storage:Provider", "PostgreSql"),
            new("ConnectionStrings:RetailPulse", $"{Proxy.ConnectionString};Command Timeout={CommandTimeout}"),
        ];

    public override async ValueTask InitializeAsync()
    {
        var direct = await server.CreateDatabaseAsync();
        source = NpgsqlDataSource.Create(direct);
        Proxy = LossyPostgres.Start(direct);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Proxy.DisposeAsync();
        await source.DisposeAsync();
    }

    internal override IReadOnlyList<string> Read(string query)
    {
        using var command = source.CreateCommand(query);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(
                string.Join(
                    '|',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))
                )
            );
        return rows;
    }

    /// <summary>Locks a table against everyone else while <paramref name="action"/> runs.</summary>
    internal async Task LockAsync(string table, Func<Task> action)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        await action();
    }
}
