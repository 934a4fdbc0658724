using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteResultReadsTests() : ResultReadsConformance(new SqliteEngine());

public sealed class PostgreSqlResultReadsTests(SharedPostgres server) : ResultReadsConformance(new PostgreSqlEngine(server));
