using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>A fault, how often it strikes in a long run, and how long it lasts.</summary>
/// <param name="Often">Of those that are over at once: so many times a minute. Those that last come one after the other, so often in each round of all.</param>
/// <param name="Short">Seconds that it lasts in a short run.</param>
/// <param name="Least">The fewest seconds that it lasts in a long run.</param>
/// <param name="Most">The most seconds that it lasts in a long run; 0 when it is over at once.</param>
internal sealed record FaultKind(IFault Fault, double Often, double Short = 0, double Least = 0, double Most = 0)
{
    /// <summary>What can happen to this cluster, the gravest last.</summary>
    public static IReadOnlyList<FaultKind> Of(ChaosCluster cluster) =>
    [
        new(new SiloKill(), 5),
        new(new FrontEndKill(), 1),
        .. cluster.Storage is ChaosPostgres postgres ? [.. OfPostgres, new(new LostResponses(postgres.Proxy), 1, Short: 4, Least: 10, Most: 30)] : OfSqlite,
        .. Where(cluster.Storage.Disk, disk => [new(new DiskFull(disk), 1, Short: 4, Least: 5, Most: 20)]),
        .. Where(cluster.Network, network =>
            [new(new SiloCut(network), 1, Short: 6, Least: 10, Most: 40), new(new DatabaseCut(network), 1, Short: 6, Least: 10, Most: 40)]),
        .. Where(cluster.Clock, clock => [new(new ClockJump(clock), 1, Short: 5, Least: 10, Most: 40)]),
        new(new Freeze(), 1, Short: 5, Least: 5, Most: 60),
        new(new ClusterKill(), 5, Short: 1, Least: 15, Most: 25),
    ];

    public static IReadOnlyList<FaultKind> OfPostgres { get; } =
        [new(DatabaseFault.Restart, 1.2), new(DatabaseFault.Kill, 0.4), new(DatabaseFault.Absence, 1, Short: 5, Least: 30, Most: 30), new(new TableLock(), 1, Short: 4, Least: 5, Most: 20)];

    private static IReadOnlyList<FaultKind> OfSqlite { get; } = [new(new FileLock(), 1, Short: 12, Least: 60, Most: 60)];

    private static IReadOnlyList<FaultKind> Where<T>(T? means, Func<T, IReadOnlyList<FaultKind>> kinds) => means is null ? [] : kinds(means);
}
