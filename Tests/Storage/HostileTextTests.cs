namespace RetailPulse.Tests.Storage;

public sealed class SqliteHostileTextTests(Product product) : HostileTextConformance(product), IClassFixture<Product>;

public sealed class PostgreSqlHostileTextTests(PostgreSqlProduct product)
    : HostileTextConformance(product.Running),
        IClassFixture<PostgreSqlProduct>;
