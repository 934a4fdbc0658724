using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests how soon the cluster detects dead silos, by reading the membership table.</summary>
[Collection("Alone")]
public sealed class MembershipTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_silo_of_two_is_declared_dead()
    {
        await using var cluster = await StartAsync(silos: 2);
        var killed = await PortsAsync(cluster.Silos[0]);
        await cluster.Silos[0].KillAsync();
        await DeadAsync([killed], "the other silo's vote is enough", seconds: 10);
    }

    [Fact]
    public async Task A_remaining_silo_and_a_new_one_detect_many_dead_silos()
    {
        await using var cluster = await StartAsync(silos: 4);
        var killed = await Task.WhenAll(cluster.Silos[..3].Select(PortsAsync));
        await Task.WhenAll(cluster.Silos[..3].Select(silo => silo.KillAsync()));
        await DeadAsync(killed, "one silo does for three", seconds: 20);

        await cluster.AddAsync(silos: 2, fronts: 0);
        killed = [.. killed, .. await Task.WhenAll(cluster.Silos[3..].Select(PortsAsync))];
        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
        var started = Stopwatch.StartNew();
        await cluster.AddAsync(silos: 1, fronts: 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"ready {started.Elapsed.TotalSeconds:F1} s after its start");
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(TestMachine.Seconds(30)));
        Assert.All(killed, silo => Assert.True(IsDead(silo)));
    }

    /// <summary>The fast clock has been corrected by then, as NTP would do.</summary>
    [Fact]
    public async Task A_dead_silo_with_a_fast_clock_keeps_no_silo_out()
    {
        var clock = WallClock.Shifted(TimeSpan.FromHours(1));
        Assert.SkipWhen(clock is null, "libfaketime is not installed.");
        await using var cluster = await StartAsync(silos: 1);
        await using var fast = ProductProcess.Launch("Silo", new ProcessEnvironment { Variables = clock }, [.. cluster.Settings]);
        await fast.ReadyAsync();
        var killed = await Task.WhenAll(PortsAsync(cluster.Silos[0]), PortsAsync(fast));
        await Task.WhenAll(cluster.Silos[0].KillAsync(), fast.KillAsync());
        await cluster.AddAsync(silos: 1, fronts: 0);
        Assert.All(killed, silo => Assert.True(IsDead(silo)));
    }

    private async Task<SiloCluster> StartAsync(int silos)
    {
        var cluster = new SiloCluster($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        try
        {
            await cluster.AddAsync(silos, fronts: 0);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until silos are declared dead. On a busy machine, others may be as well.</summary>
    private async Task DeadAsync(int[][] silos, string why, int seconds)
    {
        var killed = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => silos.All(IsDead), why, TestMachine.Seconds(seconds));
        TestContext.Current.TestOutputHelper?.WriteLine($"{silos.Length} declared dead after {killed.Elapsed.TotalSeconds:F1} s");
    }

    private static async Task<int[]> PortsAsync(ProductProcess silo) =>
        [.. (await Sockets.ListeningAsync(silo)).Select(address => int.Parse(address.Split(':')[^1], CultureInfo.InvariantCulture))];

    /// <summary>Returns whether the silo that listened on one of these ports is declared dead.</summary>
    private bool IsDead(int[] ports)
    {
        using var connection = new SqliteConnection($"{folder.ConnectionString};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM OrleansMembershipTable WHERE Status = 6 AND Port IN ({string.Join(", ", ports)})";
        return (long)command.ExecuteScalar()! > 0;
    }
}
