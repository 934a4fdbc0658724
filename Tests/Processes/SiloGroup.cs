using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RetailPulse.Jobs;
using RetailPulse.Silo;
using RetailPulse.Tests.Storage;

namespace RetailPulse.Tests.Processes;

/// <summary>Silos as real processes on one PostgreSQL database, with a client of theirs in this process that can see where a grain is.</summary>
internal sealed class SiloGroup : IAsyncDisposable
{
    private readonly List<ProductProcess> silos = [];
    private readonly string[] settings;
    private readonly NpgsqlDataSource source;
    private IHost client = null!;

    private SiloGroup(string connectionString, params string[] settings)
    {
        ConnectionString = connectionString;
        source = NpgsqlDataSource.Create(connectionString);
        this.settings =
            ["--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={connectionString}", "--RetailPulse:Cluster:SiloPort=0", "--RetailPulse:Cluster:GatewayPort=0", .. settings];
    }

    public string ConnectionString { get; }

    public IReadOnlyList<ProductProcess> Silos => silos;

    public IGrainFactory Grains => client.Services.GetRequiredService<IGrainFactory>();

    public static async Task<SiloGroup> StartAsync(SharedPostgres server, int silos, params string[] settings)
    {
        var group = new SiloGroup(await server.CreateDatabaseAsync(), settings);
        try
        {
            for (var silo = 0; silo < silos; silo++) await group.AddSiloAsync();
            await group.ConnectAsync();
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    public async Task<ProductProcess> AddSiloAsync()
    {
        var silo = await ProductProcess.StartSiloAsync(settings);
        silos.Add(silo);
        return silo;
    }

    /// <summary>The process in which the job's grain is now.</summary>
    public async Task<ProductProcess> FindAsync(long job)
    {
        var grain = Grains.GetGrain<IJobGrain>(job).GetGrainId();
        var found = await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var address = found.Single(statistic => statistic.GrainId == grain).SiloAddress;
        var port = address.Endpoint.Port;
        foreach (var silo in silos)
            if (!silo.HasExited && await ListensAsync(silo, port)) return silo;
        throw new InvalidOperationException($"No process has silo {address}.");
    }

    public async Task<long> CountAsync(string query)
    {
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        // The silos first: a client that stops says goodbye to them, and one of them may be stopped.
        foreach (var silo in silos) await silo.DisposeAsync();
        if (client is not null) await ((IAsyncDisposable)client).DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task ConnectAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("RetailPulse:Storage:Provider", "PostgreSql"), new("ConnectionStrings:RetailPulse", ConnectionString)]);
        builder.AddRetailPulseClient();
        client = builder.Build();
        await client.StartAsync();
    }

    private static async Task<bool> ListensAsync(ProductProcess silo, int port)
    {
        var (_, sockets) = await Command.TryAsync("ss", "-Hltnp", $"sport = :{port}");
        return sockets.Contains($"pid={silo.Id},", StringComparison.Ordinal);
    }
}
