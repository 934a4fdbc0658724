using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteUploadTests() : UploadConformance(new SqliteEngine());

public sealed class PostgreSqlUploadTests(SharedPostgres server) : UploadConformance(new PostgreSqlEngine(server));
