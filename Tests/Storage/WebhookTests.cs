using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteWebhookTests() : WebhookConformance(new SqliteEngine());

public sealed class PostgreSqlWebhookTests(SharedPostgres server) : WebhookConformance(new PostgreSqlEngine(server));
