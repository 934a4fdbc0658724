using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using RetailPulse.Silo.Storage;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests how the storage's faults reach a caller in another process.</summary>
public sealed class StorageFaultTests(SharedPostgres server)
{
    [Fact]
    public async Task A_fault_crosses_processes_with_the_cause_that_Npgsql_gave()
    {
        var settings = new Dictionary<string, string?>
        {
            ["RetailPulse:Storage:Provider"] = "PostgreSql",
            ["ConnectionStrings:RetailPulse"] = await server.CreateDatabaseAsync(),
        };
        var services = new ServiceCollection().AddSerializer();
        services.AddRetailPulseDatabase(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), alone: false);
        await using var provider = services.BuildServiceProvider();
        var serializer = provider.GetRequiredService<Serializer>();

        Exception fault = new StorageUnavailableException(
            "full",
            new PostgresException("no space", "ERROR", "ERROR", PostgresErrorCodes.DiskFull)
        );
        var received = serializer.Deserialize<Exception>(serializer.SerializeToArray(fault));
        Assert.Equal("full", Assert.IsType<StorageUnavailableException>(received).Message);
        Assert.Contains("no space", $"{received.InnerException}");
    }
}
