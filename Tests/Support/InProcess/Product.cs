using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RetailPulse.Client;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Thumbnails;
using RetailPulse.WebFrontend;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>
/// The whole product in this process, on SQLite, behind a real socket; images come from a fake unless <c>real</c> is set.
/// </summary>
public sealed class Product : IAsyncLifetime
{
    private readonly string folder;
    private readonly Factory factory;

    public Product()
        : this(Path.GetTempPath()) { }

    /// <param name="parent">Folder in which the product creates its own folder.</param>
    /// <param name="real">Download images, as set up by <paramref name="settings"/>.</param>
    internal Product(string parent, bool real = false, params IEnumerable<(string Key, string Value)> settings)
    {
        folder = Directory.CreateDirectory(Path.Combine(parent, $"retailpulse-{Guid.NewGuid():N}")).FullName;
        factory = new Factory(this, real ? null : Fetcher, settings);
    }

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The API in types, over <see cref="Http"/>. Every call is made once.</summary>
    public RetailPulseClient Client { get; private set; } = null!;

    public IServiceProvider Services => factory.Services;

    internal FakeFetcher Fetcher { get; } = new();

    /// <summary>
    /// Compares every response with the API's document. A request that expects <c>100 Continue</c> keeps its body until a busy server responds.
    /// </summary>
    internal AnswerCheck Answers { get; } =
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
            }
        );

    /// <summary>Puts other services in the place of the product's own.</summary>
    internal Action<IServiceCollection>? Replace { get; init; }

    public string ConnectionString => $"Data Source={Database}";

    private string Database => Path.Combine(folder, "retailpulse.db");

    public ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(folder, "stores.csv"), "store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n");
        factory.UseKestrel(0);
        factory.StartServer();
        using (var client = factory.CreateClient())
            Http = new HttpClient(Answers) { BaseAddress = client.BaseAddress };
        Client = new RetailPulseClient(Http, new RetailPulseClientOptions { MaxAttempts = 1 });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await factory.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Returns the number that a statement reads from the database while the product runs.</summary>
    public long Count(string query) => Read(query, row => row.GetInt64(0)).Single();

    /// <summary>Returns what a statement reads from the database while the product runs.</summary>
    public List<T> Read<T>(string query, Func<SqliteDataReader, T> row)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>Replaces the file of the store master while the product runs.</summary>
    public void WriteStores(string csv) => File.WriteAllText(Path.Combine(folder, "stores.csv"), csv);

    /// <summary>Writes to the database while the product runs.</summary>
    public void Write(string statements)
    {
        using var connection = new SqliteConnection($"Data Source={Database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private sealed class Factory(Product product, FakeFetcher? fetcher, IEnumerable<(string Key, string Value)> settings)
        : WebApplicationFactory<CommandLine>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:RetailPulse", product.ConnectionString);
            builder.UseSetting("RetailPulse:Stores:Path", Path.Combine(product.folder, "stores.csv"));
            builder.UseSetting("RetailPulse:Thumbnails:Folder", Path.Combine(product.folder, "thumbnails"));
            builder.UseSetting("RetailPulse:Cluster:SiloPort", "0");
            builder.UseSetting("RetailPulse:Cluster:GatewayPort", "0");
            builder.UseSetting("RetailPulse:Gpu:MinSleep", "00:00:00");
            builder.UseSetting("RetailPulse:Gpu:MaxSleep", "00:00:00");
            builder.UseSetting("RetailPulse:Api:MaxBodyBytes", "1000000");
            builder.UseSetting("Logging:LogLevel:Default", "Error");
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);

            // A stop on a busy machine may take longer than a process has.
            builder.ConfigureTestServices(services =>
                services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(1))
            );

            // A decoder on a busy machine may take longer than in production.
            builder.ConfigureTestServices(services =>
                services.AddSingleton(ThumbnailCommand.OfThisProgram() with { TimeLimit = TimeSpan.FromMinutes(1) })
            );
            if (fetcher is not null)
                builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<IImageFetcher>(fetcher)));
            if (product.Replace is { } replace)
                builder.ConfigureTestServices(replace);
        }
    }
}
