extern alias product;

using Microsoft.Extensions.DependencyInjection;
using product::RetailPulse.Grains.Ledger;
using product::RetailPulse.Silo.Storage.Sqlite;
using product::RetailPulse.Silo.Storage.Sqlite.Connections;
using product::RetailPulse.Silo.Storage.Sqlite.Ledger;

namespace RetailPulse.Benchmarks.Ledger;

internal sealed class SqliteEngine : LedgerEngine
{
    private readonly SqliteDatabase database;
    private readonly SqliteSession bare;

    public SqliteEngine(ServiceProvider services)
        : base(services)
    {
        database = services.GetRequiredService<SqliteDatabase>();
        bare = new SqliteSession(database.ConnectionString);
        bare.Execute("CREATE TABLE bare_commits(number INTEGER PRIMARY KEY)");
    }

    public override Task RecordVisitAsync(IReadOnlyList<ImageResult> results) =>
        database.WriteAsync(session => SqliteResults.Insert(session, results), CancellationToken.None);

    public override ValueTask CommitBareAsync(int number)
    {
        bare.Prepare("INSERT INTO bare_commits VALUES(?)").Bind(number).Run();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        bare.Dispose();
        await base.DisposeAsync();
    }
}
