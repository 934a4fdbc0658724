namespace RetailPulse.Tests.Support.InProcess;

/// <summary>The whole product in this process, on its own PostgreSQL database.</summary>
public sealed class PostgreSqlProduct(SharedPostgres server) : IAsyncLifetime
{
    public Product Running { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Running = new Product(
            Path.GetTempPath(),
            real: false,
            ("RetailPulse:Storage:Provider", "PostgreSql"),
            ("ConnectionStrings:RetailPulse", await server.CreateDatabaseAsync())
        );
        await Running.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Running.DisposeAsync();
}
