using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteThroughputTests() : ThroughputConformance(new SqliteEngine());

public sealed class PostgreSqlThroughputTests(SharedPostgres server) : ThroughputConformance(new PostgreSqlEngine(server));
