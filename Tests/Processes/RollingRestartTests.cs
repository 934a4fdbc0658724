using RetailPulse.Tests.Fakes;
using RetailPulse.Tests.Storage;

namespace RetailPulse.Tests.Processes;

/// <summary>Silos replaced one by one, as an operator does it for a new version, while the cluster is at work.</summary>
public sealed class RollingRestartTests(SharedPostgres postgres)
{
    private const int Visits = 40;
    private const int ImagesPerVisit = 25;

    [Fact]
    public async Task A_rolling_restart_loses_nothing_and_no_client_notices()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(200));
        string[] perSilo = [images.Allowed, "--RetailPulse:Images:Slots=32", "--RetailPulse:Gpu:MaxSleep=00:00:00.200"];
        await using var cluster = new SiloCluster("--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={database}");
        await cluster.AddAsync(silos: 3, fronts: 2, perSilo);
        await using var watch = new StatusWatch(cluster.Fronts.Select(front => front.Http));

        var jobs = 0;
        var refused = 0;
        foreach (var silo in cluster.Silos.ToArray())
        {
            foreach (var front in cluster.Fronts) await SubmitAsync(front);
            var stopping = silo.StopAsync();
            while (!stopping.IsCompleted) await SubmitAsync(cluster.Fronts[jobs % 2]);
            var (exitCode, took) = await stopping;
            TestContext.Current.TestOutputHelper?.WriteLine($"stopped in {took}, {jobs} jobs so far\n{silo.Output}");
            Assert.True(exitCode == 0, silo.Output);
            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(20));
            await cluster.AddAsync(silos: 1, fronts: 0, perSilo);
        }

        await Eventually.TrueAsync(() => watch.AllEnded, "every job ends");
        TestContext.Current.TestOutputHelper?.WriteLine($"{jobs} jobs, {refused} refused, {watch.Answers} answers, {watch.Unavailable} unavailable");
        Assert.Empty(watch.Wrongs);
        Assert.Equal(0, refused);

        async Task SubmitAsync(ProductProcess front)
        {
            if (await SiloCluster.SubmitAsync(front.Http, images.Address, jobs == 0 ? Visits : 2, ImagesPerVisit) is { } job)
            {
                watch.Add(job);
                jobs++;
            }
            else
            {
                refused++;
            }

            await Task.Delay(100);
        }
    }
}
