using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteRepeatTests() : RepeatConformance(new SqliteEngine());

public sealed class PostgreSqlRepeatTests(SharedPostgres server) : RepeatConformance(new PostgreSqlEngine(server));
