using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteWebhookTests : WebhookConformance, IAsyncDisposable
{
    private readonly SqliteFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly SqliteLedger ledger;

    public SqliteWebhookTests()
    {
        database = new SqliteDatabase(folder.ConnectionString, alone: true);
        ledger = new SqliteLedger(database, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance);
    }

    internal override ILedger Ledger => ledger;

    internal override IWebhookLedger Webhooks => new SqliteWebhooks(database);

    internal override Task ExecuteAsync(string statement) => database.WriteAsync(session => session.Execute(statement), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        database.Dispose();
        folder.Dispose();
    }
}

public sealed class PostgreSqlWebhookTests(SharedPostgres server) : WebhookConformance, IAsyncLifetime
{
    private PostgreSqlDatabase database = null!;
    private PostgreSqlLedger ledger = null!;

    internal override ILedger Ledger => ledger;

    internal override IWebhookLedger Webhooks => new PostgreSqlWebhooks(database);

    internal override Task ExecuteAsync(string statement) => database.ExecuteAsync(statement, CancellationToken.None);

    public async ValueTask InitializeAsync()
    {
        database = new PostgreSqlDatabase(await server.CreateDatabaseAsync(), alone: false);
        ledger = new PostgreSqlLedger(database, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }
}
