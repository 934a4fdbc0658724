using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteRetentionTests() : RetentionConformance(new SqliteEngine());

public sealed class PostgreSqlRetentionTests(SharedPostgres server) : RetentionConformance(new PostgreSqlEngine(server));
