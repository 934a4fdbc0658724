using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Tests.Fakes;

namespace RetailPulse.Tests.Processes;

/// <summary>Processes that are killed while a job is cancelled, retried or amended; the client, who got no answer, asks again.</summary>
public sealed class ChangeCrashTests : IDisposable
{
    /// <summary>From before the request has arrived to after it was carried out.</summary>
    private static readonly int[] KillsAfterMilliseconds = [0, 4, 8, 16, 60];

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    private string Database => Path.Combine(folder, "retailpulse.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_retry_takes_every_failed_image_up_exactly_once()
    {
        await using var images = await ImageServer.StartAsync();
        images.Missing = "/4.gif";
        var jobId = await FailAsync(images, visits: 60, imagesPerVisit: 5);
        images.Missing = null;
        await ChangeUnderKillsAsync(images, http => http.PostAsync($"/api/v1/jobs/{jobId}/retry", null));

        await using var last = await StartAsync(images);
        await EndAsync(last.Http, jobId, "completed");
        Assert.Equal((300, 0), await CountAsync(last.Http, jobId));
        Assert.Equal([(0, 300), (1, 60)], Runs());
        Assert.Equal(60, Count("SELECT count(*) FROM retries"));
    }

    [Fact]
    public async Task An_amended_image_runs_again_exactly_once()
    {
        await using var images = await ImageServer.StartAsync();
        images.Missing = "/1.gif";
        var jobId = await FailAsync(images, visits: 1, imagesPerVisit: 2);
        await ChangeUnderKillsAsync(
            images, http => http.PatchAsJsonAsync($"/api/v1/jobs/{jobId}/visits/0/images/1", new { url = new Uri(images.Address, "good.gif").ToString() }));

        await using var last = await StartAsync(images);
        await EndAsync(last.Http, jobId, "completed");
        Assert.Equal([(0, 2), (1, 1)], Runs());
        Assert.Equal(1, Count("SELECT count(*) FROM retries WHERE image_url LIKE '%/good.gif'"));
    }

    [Fact]
    public async Task A_cancelled_job_stays_cancelled()
    {
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(250));
        long? jobId;
        await using (var first = await StartAsync(images))
        {
            jobId = await SiloCluster.SubmitAsync(first.Http, images.Address, visits: 400, imagesPerVisit: 5);
            await Eventually.TrueAsync(() => images.Served > 20, "the job runs");
        }

        await ChangeUnderKillsAsync(images, http => http.PostAsync($"/api/v1/jobs/{jobId}/cancel", null));
        await using var last = await StartAsync(images);
        await EndAsync(last.Http, jobId, "cancelled");
        var (measured, cancelled) = await CountAsync(last.Http, jobId, "cancelled");
        Assert.Equal(2_000, measured + cancelled);
        Assert.Equal(measured, Count("SELECT count(*) FROM image_results"));
    }

    /// <summary>Asks once for every kill, and at last until there is an answer.</summary>
    private async Task ChangeUnderKillsAsync(ImageServer images, Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        foreach (var pause in KillsAfterMilliseconds)
        {
            await using var process = await StartAsync(images);
            var asked = TryAsync(() => ask(process.Http));
            await Task.WhenAny(asked, Task.Delay(pause));
            await process.KillAsync();
            await asked;
        }

        await using var sound = await StartAsync(images);
        await Eventually.TrueAsync(() => TryAsync(() => ask(sound.Http)), "the change is answered");
    }

    private static async Task<bool> TryAsync(Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            using var response = await ask();
            return (int)response.StatusCode < 500;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<long?> FailAsync(ImageServer images, int visits, int imagesPerVisit)
    {
        await using var process = await StartAsync(images);
        var jobId = await SiloCluster.SubmitAsync(process.Http, images.Address, visits, imagesPerVisit);
        await EndAsync(process.Http, jobId, "failed");
        return jobId;
    }

    private Task<ProductProcess> StartAsync(ImageServer images) => ProductProcess.StartFrontEndAsync(
        $"--ConnectionStrings:RetailPulse=Data Source={Database}",
        "--RetailPulse:Cluster:SiloPort=0",
        "--RetailPulse:Cluster:GatewayPort=0",
        "--RetailPulse:Images:Slots=16",
        "--RetailPulse:Gpu:MinSleep=0",
        "--RetailPulse:Gpu:MaxSleep=0",
        images.Allowed);

    private static Task EndAsync(HttpClient http, long? jobId, string status) => Eventually.TrueAsync(
        async () => (await http.GetStringAsync($"/api/status?jobid={jobId}")).Contains($"\"{status}\"", StringComparison.Ordinal), $"job {jobId} is {status}");

    private static async Task<(long Measured, long Other)> CountAsync(HttpClient http, long? jobId, string other = "failed")
    {
        var job = await http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{jobId}");
        var counts = job.GetProperty("counts");
        return (counts.GetProperty("measured").GetInt64(), counts.GetProperty(other).GetInt64());
    }

    private List<(long Run, long Results)> Runs() => Read("SELECT run, count(*) FROM image_results GROUP BY run ORDER BY run", row => (row.GetInt64(0), row.GetInt64(1)));

    private long Count(string query) => Read(query, row => row.GetInt64(0)).Single();

    private List<T> Read<T>(string query, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
