using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteRetryTests() : RetryConformance(new SqliteEngine());

public sealed class PostgreSqlRetryTests(SharedPostgres server) : RetryConformance(new PostgreSqlEngine(server));

/// <summary>In Turkish, the small letter of I has no dot.</summary>
public sealed class TurkishPostgreSqlRetryTests(SharedPostgres server)
    : RetryConformance(new PostgreSqlEngine(server, "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR'"));
