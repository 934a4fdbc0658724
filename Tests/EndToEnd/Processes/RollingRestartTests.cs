using System.Diagnostics;
using Npgsql;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the replacement of silos one by one, as for a new version, while the cluster is working.</summary>
[Collection("Alone")]
public sealed class RollingRestartTests(SharedPostgres postgres)
{
    private const int Visits = 40;
    private const int ImagesPerVisit = 25;

    [Fact]
    public async Task A_job_whose_silo_leaves_moves_on_at_once()
    {
        await using var images = await ImageServer.StartAsync();
        await using var group = await SiloGroup.StartAsync(
            postgres,
            2,
            images.Allowed,
            "--RetailPulse:Images:Slots=8",
            "--RetailPulse:Gpu:MinSleep=00:00:00.100",
            "--RetailPulse:Gpu:MaxSleep=00:00:00.300"
        );
        await group
            .Grains.GetGrain<IJobGrain>(1)
            .SubmitAsync(
                new JobSubmission([
                    .. Enumerable
                        .Range(0, 600)
                        .Select(visit => new VisitSubmission(
                            "S00339218",
                            "2026-05-04",
                            [new Uri(images.Address, $"{visit}.gif").ToString()]
                        )),
                ])
            );
        await Eventually.TrueAsync(async () => await group.CountAsync("SELECT count(*) FROM image_results") > 60, "the job is in progress");

        var (exitCode, took) = await (await group.FindAsync(1)).StopAsync();
        var gone = Stopwatch.StartNew();
        Assert.Equal(0, exitCode);

        // More than were in flight when the job's grain left: only a living grain starts others.
        var enough = await group.CountAsync("SELECT count(*) FROM image_results") + 60;
        await Eventually.TrueAsync(
            async () => await group.CountAsync("SELECT count(*) FROM image_results") >= enough,
            "the job moves on",
            seconds: TestMachine.Seconds(10)
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"The silo left in {took.TotalSeconds:F1} s; {gone.Elapsed.TotalSeconds:F1} s later 60 more images were measured."
        );
        await Eventually.TrueAsync(
            async () => await group.CountAsync("SELECT count(*) FROM image_results") == 600,
            "every image is measured"
        );

        // What was in flight on the stopped silo was recorded there. A download that failed on a busy machine may have been retried.
        Assert.InRange(images.Served, 600, 610);
    }

    [Fact]
    public async Task A_rolling_restart_loses_nothing_and_no_client_notices()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(200));
        string[] perSilo = [images.Allowed, "--RetailPulse:Images:Slots=32", "--RetailPulse:Gpu:MaxSleep=00:00:00.200"];
        await using var cluster = new SiloCluster(
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={database}"
        );
        await cluster.AddAsync(silos: 3, fronts: 2, perSilo);
        await using var watch = new StatusWatch(cluster.Fronts.Select(front => front.Http));

        var jobs = 0;
        var measured = 0;
        var refused = 0;
        foreach (var silo in cluster.Silos.ToArray())
        {
            foreach (var front in cluster.Fronts)
                await SubmitAsync(front);
            var stopping = silo.StopAsync();
            while (!stopping.IsCompleted)
                await SubmitAsync(cluster.Fronts[jobs % 2]);
            var (exitCode, took) = await stopping;
            TestContext.Current.TestOutputHelper?.WriteLine($"stopped in {took}, {jobs} jobs so far\n{silo.Output}");
            Assert.True(exitCode == 0, silo.Output);
            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(TestMachine.Seconds(20)));
            await cluster.AddAsync(silos: 1, fronts: 0, perSilo);
        }

        if (!await Eventually.HappensAsync(() => watch.AllEnded, seconds: 120))
            Assert.Fail($"Ongoing: {string.Join(", ", watch.Ongoing)}\n{string.Join('\n', cluster.Silos.Select(silo => silo.Output))}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{jobs} jobs, {refused} refused, {watch.Answers} answers, {watch.Unavailable} unavailable, slowest {await SlowestAsync(database)}"
        );
        Assert.Empty(watch.Wrongs);
        Assert.Equal(measured, await CountAsync(database));
        Assert.Equal(0, refused);

        async Task SubmitAsync(ProductProcess front)
        {
            var visits = jobs == 0 ? Visits : 2;
            if (await SiloCluster.TrySubmitAsync(front.Http, images.Address, visits, ImagesPerVisit) is { } job)
            {
                watch.Add(job);
                jobs++;
                measured += visits * ImagesPerVisit;
            }
            else
            {
                refused++;
            }

            await Task.Delay(100);
        }
    }

    private static Task<long> CountAsync(string database) => ReadAsync<long>(database, "SELECT count(*) FROM image_results");

    private static Task<TimeSpan> SlowestAsync(string database) =>
        ReadAsync<TimeSpan>(database, "SELECT max(ended_at - submitted_at) FROM jobs");

    private static async Task<T> ReadAsync<T>(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
