using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Locks one table of the PostgreSQL database from another session.</summary>
internal sealed class TableLock : IFault
{
    private static readonly string[] Tables =
    [
        "orleansstorage",
        "jobs",
        "visits",
        "image_results",
        "retries",
        "webhook_deliveries",
        "content_hashes",
        "store_masters",
    ];

    public string Name => "table locks";

    public Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random) =>
        ((ChaosPostgres)cluster.Storage).LockAsync(Tables[random.Next(Tables.Length)], lasting);
}
