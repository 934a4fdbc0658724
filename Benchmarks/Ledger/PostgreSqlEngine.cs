extern alias product;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using product::RetailPulse.Grains.Ledger;
using product::RetailPulse.Silo.Storage.PostgreSql;
using product::RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Benchmarks.Ledger;

internal sealed class PostgreSqlEngine : LedgerEngine
{
    private readonly PostgreSqlDatabase database;
    private readonly NpgsqlConnection bare;
    private readonly NpgsqlCommand insert;

    private PostgreSqlEngine(ServiceProvider services, NpgsqlConnection bare)
        : base(services)
    {
        database = services.GetRequiredService<PostgreSqlDatabase>();
        this.bare = bare;
        insert = new NpgsqlCommand("INSERT INTO bare_commits VALUES($1)", bare) { Parameters = { new NpgsqlParameter<int>() } };
    }

    public static async Task<PostgreSqlEngine> CreateAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        var bare = await services.GetRequiredService<PostgreSqlDatabase>().Source.OpenConnectionAsync(cancellationToken);
        await using var table = new NpgsqlCommand("CREATE TABLE bare_commits(number integer PRIMARY KEY)", bare);
        await table.ExecuteNonQueryAsync(cancellationToken);
        var engine = new PostgreSqlEngine(services, bare);
        await engine.insert.PrepareAsync(cancellationToken);
        return engine;
    }

    public override Task RecordVisitAsync(IReadOnlyList<ImageResult> results) => PostgreSqlResults.InsertAsync(database, results);

    public override async ValueTask CommitBareAsync(int number)
    {
        ((NpgsqlParameter<int>)insert.Parameters[0]).TypedValue = number;
        await insert.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await insert.DisposeAsync();
        await bare.DisposeAsync();
        await base.DisposeAsync();
    }
}
