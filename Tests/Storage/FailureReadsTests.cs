using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteFailureReadsTests() : FailureReadsConformance(new SqliteEngine());

public sealed class PostgreSqlFailureReadsTests(SharedPostgres server) : FailureReadsConformance(new PostgreSqlEngine(server));
