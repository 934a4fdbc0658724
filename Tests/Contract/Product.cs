using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Tests.Fakes;
using RetailPulse.Web;

namespace RetailPulse.Tests.Contract;

/// <summary>The whole product in this process, on SQLite, behind a real socket; only the images come from a fake.</summary>
public sealed class Product : IAsyncLifetime
{
    private readonly string folder;
    private readonly Factory factory;

    public Product()
        : this(Directory.CreateTempSubdirectory("retailpulse-").FullName)
    {
    }

    /// <param name="parent">Where the product may keep its files.</param>
    internal Product(string parent)
    {
        folder = Directory.CreateDirectory(Path.Combine(parent, "product")).FullName;
        factory = new Factory(ConnectionString, folder, Fetcher);
    }

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => factory.Services;

    internal FakeFetcher Fetcher { get; } = new();

    public string ConnectionString => $"Data Source={Database}";

    private string Database => Path.Combine(folder, "retailpulse.db");

    public ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(folder, "stores.csv"), "store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n");
        factory.UseKestrel(0);
        factory.StartServer();
        Http = factory.CreateClient();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What a statement of one number says about the database, beside the running product.</summary>
    public long Count(string query)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }

    private sealed class Factory(string connectionString, string folder, FakeFetcher fetcher) : WebApplicationFactory<CommandLine>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:RetailPulse", connectionString);
            builder.UseSetting("RetailPulse:Stores:Path", Path.Combine(folder, "stores.csv"));
            builder.UseSetting("RetailPulse:Cluster:SiloPort", "0");
            builder.UseSetting("RetailPulse:Cluster:GatewayPort", "0");
            builder.UseSetting("RetailPulse:Gpu:MinSleep", "00:00:00");
            builder.UseSetting("RetailPulse:Gpu:MaxSleep", "00:00:00");
            builder.UseSetting("RetailPulse:Api:MaxBodyBytes", "1000000");
            builder.UseSetting("Logging:LogLevel:Default", "Error");
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<IImageFetcher>(fetcher)));
        }
    }
}
