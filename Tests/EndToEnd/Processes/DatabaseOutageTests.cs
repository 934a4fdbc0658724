using System.Diagnostics;
using System.Net;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests what clients and operators see while the database is gone.</summary>
public sealed class DatabaseOutageTests
{
    /// <summary>
    /// Maximum duration of a call. The product gives up after 2 s; the rest allows for a busy machine. Without a limit it takes 15 s.
    /// </summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(12);

    /// <summary>
    /// Maximum duration of a stop. The product ends after 18 s; the rest allows for a busy machine. Without a limit, the silo tries to
    /// leave its cluster for a minute.
    /// </summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Without_its_database_the_service_sends_Retry_After_and_can_stop()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var images = await ImageServer.StartAsync();
        await using var cluster = new SiloCluster(
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={await postgres.CreateDatabaseAsync()}"
        );
        await cluster.AddAsync(silos: 1, fronts: 1, images.Allowed);
        var http = cluster.Fronts[0].Http;
        await SiloCluster.SubmitAsync(http, images.Address, visits: 1, imagesPerVisit: 1);

        await postgres.StopAsync(immediately: true);
        await AnswersAsync(http, "/api/status?jobid=999", HttpStatusCode.ServiceUnavailable);
        await AnswersAsync(http, "/health", HttpStatusCode.OK);
        await Eventually.TrueAsync(
            async () =>
            {
                using var ready = await http.GetAsync("/health/ready");
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            "the front end is not ready"
        );
        Assert.Null(await SiloCluster.TrySubmitAsync(http, images.Address, visits: 1, imagesPerVisit: 1));

        await postgres.StartAgainAsync();
        await Eventually.TrueAsync(
            async () => await SiloCluster.TrySubmitAsync(http, images.Address, visits: 1, imagesPerVisit: 1) is not null,
            "jobs are accepted again"
        );

        await postgres.StopAsync(immediately: true);
        var stopped = await Task.WhenAll(cluster.Silos[0].StopAsync(), cluster.Fronts[0].StopAsync());
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{stopped[0].Took} {stopped[1].Took}\n{cluster.Silos[0].Output}\n{cluster.Fronts[0].Output}"
        );
        Assert.All(stopped, stop => Assert.Equal(0, stop.ExitCode));
        Assert.All(stopped, stop => Assert.InRange(stop.Took, TimeSpan.Zero, LongestStop));
    }

    private static async Task AnswersAsync(HttpClient http, string path, HttpStatusCode expected)
    {
        var asked = Stopwatch.StartNew();
        using var answer = await http.GetAsync(path);
        Assert.Equal(expected, answer.StatusCode);
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, LongestAnswer);
    }
}
