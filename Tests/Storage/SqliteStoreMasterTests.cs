using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteStoreMasterTests : StoreMasterLedgerConformance, IDisposable
{
    private readonly SqliteFolder folder = new();
    private readonly SqliteDatabase database;

    public SqliteStoreMasterTests() => database = new SqliteDatabase(folder.ConnectionString, alone: true);

    internal override IStoreMasterLedger Masters => new SqliteStoreMasters(database);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
