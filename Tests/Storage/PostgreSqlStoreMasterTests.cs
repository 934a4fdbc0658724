using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.PostgreSql;

namespace RetailPulse.Tests.Storage;

public sealed class PostgreSqlStoreMasterTests(SharedPostgres server) : StoreMasterLedgerConformance, IAsyncLifetime
{
    private PostgreSqlDatabase database = null!;

    internal override IStoreMasterLedger Masters => new PostgreSqlStoreMasters(database);

    public async ValueTask InitializeAsync() => database = new PostgreSqlDatabase(await server.CreateDatabaseAsync(), alone: false);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
