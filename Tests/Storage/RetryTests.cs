using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteRetryTests() : RetryConformance(new SqliteEngine());

public sealed class PostgreSqlRetryTests(SharedPostgres server) : RetryConformance(new PostgreSqlEngine(server));
