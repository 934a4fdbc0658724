namespace RetailPulse.Tests.Storage;

public sealed class SqliteGrainStorageTests(Product product) : GrainStorageConformance(product), IClassFixture<Product>;

public sealed class PostgreSqlGrainStorageTests(PostgreSqlProduct product)
    : GrainStorageConformance(product.Running),
        IClassFixture<PostgreSqlProduct>;
