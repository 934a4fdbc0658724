using System.Diagnostics;
using System.Net;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests what clients of the front ends see while silos are killed.</summary>
public sealed class FrontEndFailureTests : IDisposable
{
    /// <summary>Maximum duration of a call. The product gives up after 2 s; without a limit it takes 30 s.</summary>
    private static TimeSpan LongestAnswer => TimeSpan.FromSeconds(TestMachine.Seconds(20));

    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_read_is_answered_in_time_while_silos_die_and_every_accepted_job_ends()
    {
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(100));
        await using var cluster = new SiloCluster($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        await cluster.AddAsync(silos: 3, fronts: 2, images.Allowed, "--RetailPulse:Images:Slots=16");
        await using var watch = new StatusWatch(cluster.Fronts.Select(front => front.Http));
        for (var job = 0; job < 6; job++)
            await SubmitAsync(images, watch, cluster.Fronts[job % 2], visits: 20, imagesPerVisit: 10);

        foreach (var silo in cluster.Silos[..2])
        {
            await silo.KillAsync();
            for (var i = 0; i < 4; i++)
                await SubmitAsync(images, watch, cluster.Fronts[i % 2], visits: 2, imagesPerVisit: 2);
        }

        await Eventually.TrueAsync(() => watch.AllEnded, "every accepted job ends");
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Answers} answers, {watch.Unavailable} unavailable");
        Assert.Empty(watch.Wrongs);

        await cluster.Silos[2].KillAsync();
        await Task.WhenAll(cluster.Fronts.Select(SaysThatNobodyAnswersAsync));
        await cluster.AddAsync(silos: 1, fronts: 0, images.Allowed);
        foreach (var front in cluster.Fronts)
            await Eventually.TrueAsync(
                async () => await StatusOfAsync(front, "/health") == HttpStatusCode.OK,
                "the front end is ready again"
            );
        await SubmitAsync(images, watch, cluster.Fronts[0], visits: 1, imagesPerVisit: 1);
        await Eventually.TrueAsync(() => watch.AllEnded, "a job of the new silo ends");
    }

    private static async Task SaysThatNobodyAnswersAsync(ProductProcess front)
    {
        var asked = Stopwatch.StartNew();
        using var answer = await front.Http.GetAsync("/api/status?jobid=1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, LongestAnswer);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusOfAsync(front, "/health"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(front, "/alive"));
    }

    private static async Task<HttpStatusCode> StatusOfAsync(ProductProcess front, string path)
    {
        using var answer = await front.Http.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task SubmitAsync(ImageServer images, StatusWatch watch, ProductProcess front, int visits, int imagesPerVisit)
    {
        if (await SiloCluster.TrySubmitAsync(front.Http, images.Address, visits, imagesPerVisit) is { } job)
            watch.Add(job);
    }
}
