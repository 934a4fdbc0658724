using System.Diagnostics;
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
        await cluster.Silos[0].KillAsync();
        await DeadAsync(1, "the other silo's vote is enough", seconds: 10);
    }

    [Fact]
    public async Task A_remaining_silo_and_a_new_one_detect_many_dead_silos()
    {
        await using var cluster = await StartAsync(silos: 4);
        await Task.WhenAll(cluster.Silos[..3].Select(silo => silo.KillAsync()));
        await DeadAsync(3, "one silo does for three", seconds: 20);

        await cluster.AddAsync(silos: 2, fronts: 0);
        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
        var started = Stopwatch.StartNew();
        await cluster.AddAsync(silos: 1, fronts: 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"ready {started.Elapsed.TotalSeconds:F1} s after its start");
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(6, Dead());
    }

    /// <summary>The fast clock has been corrected by then, as NTP would do.</summary>
    [Fact]
    public async Task A_dead_silo_with_a_fast_clock_keeps_no_silo_out()
    {
        var clock = WallClock.Shifted(TimeSpan.FromHours(1));
        Assert.SkipWhen(clock is null, "libfaketime is not installed.");
        await using var cluster = await StartAsync(silos: 1);
        await using var fast = ProductProcess.Launch("Silo", new ProcessEnvironment { Variables = clock }, [.. cluster.Settings]);
        await fast.Ready;
        await Task.WhenAll(cluster.Silos[0].KillAsync(), fast.KillAsync());
        await cluster.AddAsync(silos: 1, fronts: 0);
        Assert.Equal(2, Dead());
    }

    private async Task<SiloCluster> StartAsync(int silos)
    {
        var cluster = new SiloCluster($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        await cluster.AddAsync(silos, fronts: 0);
        return cluster;
    }

    private async Task DeadAsync(int silos, string why, int seconds)
    {
        var killed = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => Dead() == silos, why, seconds);
        TestContext.Current.TestOutputHelper?.WriteLine($"{silos} declared dead after {killed.Elapsed.TotalSeconds:F1} s");
    }

    private long Dead()
    {
        using var connection = new SqliteConnection($"{folder.ConnectionString};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM OrleansMembershipTable WHERE Status = 6";
        return (long)command.ExecuteScalar()!;
    }
}
