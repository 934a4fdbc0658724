using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RetailPulse.Jobs;
using RetailPulse.Silo.Hosting;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>Silos as real processes on one PostgreSQL database, with a client in this process that can locate grains.</summary>
internal sealed class SiloGroup : IAsyncDisposable
{
    private readonly SiloCluster processes;
    private readonly string connectionString;
    private readonly NpgsqlDataSource source;
    private IHost client = null!;

    private SiloGroup(string connectionString)
    {
        this.connectionString = connectionString;
        source = NpgsqlDataSource.Create(connectionString);
        processes = new SiloCluster("--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={connectionString}");
    }

    public IReadOnlyList<ProductProcess> Silos => processes.Silos;

    public IGrainFactory Grains => client.Services.GetRequiredService<IGrainFactory>();

    public static async Task<SiloGroup> StartAsync(SharedPostgres server, int silos, params string[] settings)
    {
        var group = new SiloGroup(await server.CreateDatabaseAsync());
        try
        {
            await group.processes.AddAsync(silos, fronts: 0, settings);
            await group.ConnectAsync();
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the process that currently hosts the job's grain.</summary>
    public async Task<ProductProcess> FindAsync(long job)
    {
        var grain = Grains.GetGrain<IJobGrain>(job).GetGrainId();
        SiloAddress? address = null;

        // The grain may just be moving from one silo to another.
        await Eventually.TrueAsync(
            async () =>
            {
                var all = await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
                var found = all.Where(statistic => statistic.GrainId == grain).ToArray();
                address = found is [var one] ? one.SiloAddress : null;
                return address is not null;
            },
            $"job {job} is on one silo"
        );
        var port = address!.Endpoint.Port;
        foreach (var silo in Silos)
            if (!silo.HasExited && await ListensAsync(silo, port))
                return silo;
        throw new InvalidOperationException($"No process has silo {address}.");
    }

    public async Task<long> CountAsync(string query)
    {
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        // The silos first: a client that stops says goodbye to them, and one of them may be frozen.
        await processes.DisposeAsync();
        if (client is not null)
            await ((IAsyncDisposable)client).DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task ConnectAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            new("RetailPulse:Storage:Provider", "PostgreSql"),
            new("ConnectionStrings:RetailPulse", connectionString),
        ]);
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
