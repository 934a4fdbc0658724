using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteJobListTests() : JobListConformance(new SqliteEngine());

public sealed class PostgreSqlJobListTests(SharedPostgres server) : JobListConformance(new PostgreSqlEngine(server));
