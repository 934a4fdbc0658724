using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteStoreMasterTests() : StoreMasterLedgerConformance(new SqliteEngine());

public sealed class PostgreSqlStoreMasterTests(SharedPostgres server) : StoreMasterLedgerConformance(new PostgreSqlEngine(server));
