using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteRepeatTests : RepeatConformance, IAsyncDisposable
{
    private readonly SqliteFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly SqliteLedger ledger;

    public SqliteRepeatTests()
    {
        database = new SqliteDatabase(folder.ConnectionString, alone: true);
        ledger = new SqliteLedger(database, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance);
    }

    internal override ILedger Ledger => ledger;

    internal override ILedgerReads Reads => new SqliteReads(database);

    internal override IPhotoLedger Photos => new SqlitePhotos(database);

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        database.Dispose();
        folder.Dispose();
    }
}

public sealed class PostgreSqlRepeatTests(SharedPostgres server) : RepeatConformance, IAsyncLifetime
{
    private PostgreSqlDatabase database = null!;
    private PostgreSqlLedger ledger = null!;

    internal override ILedger Ledger => ledger;

    internal override ILedgerReads Reads => new PostgreSqlReads(database);

    internal override IPhotoLedger Photos => new PostgreSqlPhotos(database);

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
