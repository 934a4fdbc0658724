namespace RetailPulse.Tests.Storage;

public sealed class SqliteWebhookDeliveryTests : WebhookDeliveryConformance
{
    internal override Task<IReadOnlyList<(string Key, string Value)>> ChooseDatabaseAsync() =>
        Task.FromResult<IReadOnlyList<(string, string)>>([]);
}

public sealed class PostgreSqlWebhookDeliveryTests(SharedPostgres server) : WebhookDeliveryConformance
{
    internal override async Task<IReadOnlyList<(string Key, string Value)>> ChooseDatabaseAsync() =>
        [("RetailPulse:Storage:Provider", "PostgreSql"), ("ConnectionStrings:RetailPulse", await server.CreateDatabaseAsync())];
}
