extern alias product;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using product::RetailPulse.Grains.Ledger;
using product::RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Benchmarks.Ledger;

internal sealed class SqliteEngine : LedgerEngine
{
    private readonly SqliteDatabase database;
    private readonly SqliteConnection bare;
    private readonly SqliteCommand insert;

    public SqliteEngine(ServiceProvider services)
        : base(services)
    {
        database = services.GetRequiredService<SqliteDatabase>();
        bare = SqliteDatabase.Open(new SqliteConnection(database.ConnectionString));
        bare.Execute("CREATE TABLE bare_commits(number INTEGER PRIMARY KEY)");
        insert = bare.Command("INSERT INTO bare_commits VALUES($number)", ("$number", 0));
        insert.Prepare();
    }

    public override Task RecordVisitAsync(IReadOnlyList<ImageResult> results) =>
        database.WriteAsync(connection => SqliteResults.Insert(connection, results), CancellationToken.None);

    public override ValueTask CommitBareAsync(int number)
    {
        insert.Parameters[0].Value = number;
        insert.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await insert.DisposeAsync();
        await bare.DisposeAsync();
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}
