using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>A fault, how often it strikes in a long run, and how long it lasts.</summary>
/// <param name="Often">
/// For an instantaneous fault, the number per minute. For a lasting one, the number in each round of all lasting faults.
/// </param>
/// <param name="Short">Duration in a short run, in seconds.</param>
/// <param name="Least">Minimum duration in a long run, in seconds.</param>
/// <param name="Most">Maximum duration in a long run, in seconds; 0 for an instantaneous fault.</param>
internal sealed record FaultKind(IFault Fault, double Often, double Short = 0, double Least = 0, double Most = 0)
{
    /// <summary>Returns the faults that are possible in a cluster, the most severe last.</summary>
    public static IReadOnlyList<FaultKind> Of(ChaosCluster cluster) =>
        [
            new(new SiloKill(), 5),
            new(new FrontEndKill(), 1),
            .. cluster.Storage is ChaosPostgres postgres
                ? [.. OfPostgres, new(new LostResponses(postgres.Proxy), 1, Short: 4, Least: 10, Most: 30)]
                : OfSqlite,
            .. Where(cluster.Storage.Disk, disk => [new(new DiskFull(disk), 1, Short: 4, Least: 5, Most: 20)]),
            .. Where(
                cluster.Network,
                network =>
                    [
                        new(new SiloCut(network), 1, Short: 6, Least: 10, Most: 40),
                        new(new DatabaseCut(network), 1, Short: 6, Least: 10, Most: 40),
                    ]
            ),
            .. Where(cluster.Clock, clock => [new(new ClockJump(clock), 1, Short: 5, Least: 10, Most: 40)]),
            new(new Freeze(), 1, Short: 5, Least: 5, Most: 60),
            new(new ClusterKill(), 5, Short: 1, Least: 15, Most: 25),
        ];

    public static IReadOnlyList<FaultKind> OfPostgres { get; } =
    [
        new(DatabaseFault.Restart, 1.2),
        new(DatabaseFault.Kill, 0.4),
        new(DatabaseFault.Absence, 1, Short: 5, Least: 30, Most: 30),
        new(new TableLock(), 1, Short: 4, Least: 5, Most: 20),
    ];

    private static IReadOnlyList<FaultKind> OfSqlite { get; } = [new(new FileLock(), 1, Short: 12, Least: 60, Most: 60)];

    private static IReadOnlyList<FaultKind> Where<T>(T? means, Func<T, IReadOnlyList<FaultKind>> kinds) =>
        means is null ? [] : kinds(means);
}
