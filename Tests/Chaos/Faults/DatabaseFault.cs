using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>A fault of the PostgreSQL server.</summary>
internal sealed class DatabaseFault(string name, Func<PostgresServer, TimeSpan, Task> disturb) : IFault
{
    public static readonly DatabaseFault Restart = new("database restarts", (server, _) => server.StopAsync());

    public static readonly DatabaseFault Kill = new("database kills", (server, _) => server.KillAsync());

    public static readonly DatabaseFault Absence = new(
        "database absences",
        async (server, lasting) =>
        {
            await server.StopAsync(immediately: true);
            await Task.Delay(lasting);
        }
    );

    public string Name => name;

    public async Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        await ((ChaosPostgres)cluster.Storage).DisturbAsync(server => disturb(server, lasting));
        return true;
    }
}
