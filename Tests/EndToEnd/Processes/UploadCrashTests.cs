using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests processes that are killed while a submission arrives line by line.</summary>
public sealed class UploadCrashTests : IAsyncDisposable
{
    private const int Part = 2_000;

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;
    private readonly SiloCluster cluster;

    public UploadCrashTests() => cluster = new SiloCluster($"--ConnectionStrings:RetailPulse=Data Source={Database}");

    private string Database => Path.Combine(folder, "retailpulse.db");

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_upload_interrupted_by_kill_9_of_its_front_end_is_removed()
    {
        await using (var first = await ProductProcess.StartFrontEndAsync([.. cluster.Settings]))
        {
            var lines = Channel.CreateUnbounded<string>();
            var uploading = UploadAsync(first.Http, lines.Reader, "order-1");
            await lines.Writer.WriteAsync(Lines(0, 2 * Part));
            await Eventually.TrueAsync(() => Count("SELECT count(*) FROM visits") >= Part, "a part is stored");
            await first.KillAsync();
            lines.Writer.Complete();
            await Assert.ThrowsAnyAsync<Exception>(() => uploading);
        }

        Assert.Equal(1, Count("SELECT count(*) FROM uploads WHERE abandoned = 0"));

        // The upload is removed once it was not renewed for two minutes, by the monotonic clock of the new process.
        await using var second = await ProductProcess.StartFrontEndAsync([.. cluster.Settings]);
        await Eventually.TrueAsync(
            () => Count("SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM visits) + (SELECT count(*) FROM uploads)") == 0,
            "the rows are removed",
            seconds: 300
        );
        Assert.Empty((await second.Http.GetFromJsonAsync<JsonElement>("/api/v1/jobs")).GetProperty("jobs").EnumerateArray());
    }

    [Fact]
    public async Task An_upload_survives_kill_9_of_a_silo()
    {
        await cluster.AddAsync(silos: 2, fronts: 1);
        var lines = Channel.CreateUnbounded<string>();
        var uploading = UploadAsync(cluster.Fronts[0].Http, lines.Reader, "order-1");
        await lines.Writer.WriteAsync(Lines(0, 2 * Part));
        await Eventually.TrueAsync(() => Count("SELECT count(*) FROM visits") >= Part, "a part is stored");
        await cluster.Silos[0].KillAsync();
        await lines.Writer.WriteAsync(Lines(2 * Part, 2 * Part));
        lines.Writer.Complete();
        using var response = await uploading;
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            Assert.Equal(0, Count("SELECT count(*) FROM jobs WHERE status <> 'removed'"));
        else
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);

        // A repeated upload gives the same job, or the first one.
        var again = Channel.CreateUnbounded<string>();
        await again.Writer.WriteAsync(Lines(0, 4 * Part));
        again.Writer.Complete();
        using var repeated = await UploadAsync(cluster.Fronts[0].Http, again.Reader, "order-1");
        Assert.Equal(HttpStatusCode.Accepted, repeated.StatusCode);
        var id = (await repeated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        Assert.Equal(1, Count("SELECT count(*) FROM jobs WHERE status <> 'removed'"));
        Assert.Equal(4 * Part, Count(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM visits WHERE job_id = {id}")));
        Assert.Equal(4 * Part, Count(string.Create(CultureInfo.InvariantCulture, $"SELECT visits FROM jobs WHERE job_id = {id}")));
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient http, ChannelReader<string> lines, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = new Growing(lines) };
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    /// <summary>Visits to a store that no store master contains, so that their images need no server.</summary>
    private static string Lines(int first, int count) =>
        string.Concat(
            Enumerable
                .Range(first, count)
                .Select(visit => $$"""{"store_id":"none","image_url":["http://images.example/{{visit}}"],"visit_time":"t"}{{'\n'}}""")
        );

    private long Count(string query) => SqliteFile.Count(Database, query);

    /// <summary>A body that is sent while it is written.</summary>
    private sealed class Growing : HttpContent
    {
        private readonly ChannelReader<string> lines;

        public Growing(ChannelReader<string> lines)
        {
            this.lines = lines;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await foreach (var text in lines.ReadAllAsync())
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
