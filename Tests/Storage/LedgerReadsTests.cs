using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteLedgerReadsTests() : LedgerReadsConformance(new SqliteEngine());

public sealed class PostgreSqlLedgerReadsTests(SharedPostgres server) : LedgerReadsConformance(new PostgreSqlEngine(server));
