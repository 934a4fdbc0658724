namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests real processes that are killed.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    private string Database => Path.Combine(folder, "retailpulse.db");

    private string[] Embedded =>
        [
            $"--ConnectionStrings:RetailPulse=Data Source={Database}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_job_survives_kill_9_in_its_middle()
    {
        await using var images = await ImageServer.StartAsync();
        long? jobId;
        await using (var first = await ProductProcess.StartFrontEndAsync([.. Embedded, images.Allowed, "--RetailPulse:Images:Slots=64"]))
        {
            jobId = await SiloCluster.SubmitAsync(first.Http, images.Address, visits: 200, imagesPerVisit: 10);
            await Eventually.TrueAsync(() => images.Served > 500, "a quarter of the images was fetched");
            await first.KillAsync();
        }

        var before = Count("SELECT count(*) FROM image_results");
        Assert.InRange(before, 1, 1_999);

        await using var second = await ProductProcess.StartFrontEndAsync([.. Embedded, images.Allowed]);
        Assert.Equal($$"""{"status":"completed","job_id":"{{jobId}}"}""", await EndAsync(second.Http, jobId));
        Assert.Equal(2_000, Count("SELECT count(*) FROM image_results"));
        Assert.Equal(2_000, Count("SELECT count(DISTINCT visit_no * 10 + image_no) FROM image_results WHERE perimeter = 24"));
        Assert.True(await SiloCluster.SubmitAsync(second.Http, images.Address, visits: 1, imagesPerVisit: 1) > jobId);
    }

    [Fact]
    public async Task A_client_of_two_silos_on_one_file_completes_a_job_spread_over_both()
    {
        string[] settings =
        [
            $"--ConnectionStrings:RetailPulse=Data Source={Database}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ];
        await using var images = await ImageServer.StartAsync();
        await using var one = await ProductProcess.StartSiloAsync([.. settings, images.Allowed]);
        await using var two = await ProductProcess.StartSiloAsync([.. settings, images.Allowed]);
        await using var front = await ProductProcess.StartFrontEndAsync([.. settings, "--RetailPulse:Cluster:Role=Client"]);

        var jobId = await SiloCluster.SubmitAsync(front.Http, images.Address, visits: 200, imagesPerVisit: 5);
        Assert.Equal($$"""{"status":"completed","job_id":"{{jobId}}"}""", await EndAsync(front.Http, jobId));
        Assert.Equal(1_000, Count("SELECT count(*) FROM image_results"));
        Assert.Equal(2, Count("SELECT count(DISTINCT silo) FROM image_results"));
        Assert.Contains("Orleans Dashboard", await front.Http.GetStringAsync("/dashboard/"));
        Assert.Contains("hosts", await front.Http.GetStringAsync("/dashboard/DashboardCounters"));
    }

    private static async Task<string> EndAsync(HttpClient http, long? jobId)
    {
        var answer = "";
        await Eventually.TrueAsync(
            async () => !(answer = await http.GetStringAsync($"/api/status?jobid={jobId}")).Contains("ongoing", StringComparison.Ordinal),
            $"job {jobId} ends"
        );
        return answer;
    }

    private long Count(string query) => SqliteFile.Count(Database, query);
}
