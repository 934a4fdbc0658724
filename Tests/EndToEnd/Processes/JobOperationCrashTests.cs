using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests a process that is killed while it changes many jobs.</summary>
public sealed class JobOperationCrashTests : IDisposable
{
    private const int Jobs = 320;

    /// <summary>Number of processes that are killed after the first.</summary>
    private const int Kills = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    private string Database => Path.Combine(folder, "retailpulse.db");

    private string[] Settings =>
        [
            $"--ConnectionStrings:RetailPulse=Data Source={Database}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_operation_interrupted_by_kill_9_changes_every_job_once()
    {
        string path;
        await using (var first = await ProductProcess.StartFrontEndAsync(Settings))
        {
            await FailAsync(first.Http, Jobs);
            using var started = await first.Http.PostAsync("/api/v1/jobs/retry?reason=unknown_store", null);
            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
            path = started.Headers.Location!.OriginalString;
            await Eventually.TrueAsync(() => Count("SELECT count(*) FROM retries") > 0, "the operation is in progress");
            await first.KillAsync();
        }

        // Each further process is killed a little later after it made progress, so between other steps.
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var next = await ProductProcess.StartFrontEndAsync(Settings);
            var before = Count("SELECT count(*) FROM retries");
            await Eventually.TrueAsync(
                () => Count("SELECT count(*) FROM retries") is var now && (now > before || now == Jobs),
                "the operation resumes"
            );
            await Task.Delay(kill * TimeSpan.FromMilliseconds(3));
            await next.KillAsync();
        }

        await using var second = await ProductProcess.StartFrontEndAsync(Settings);
        var operation = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
                (operation = await second.Http.GetFromJsonAsync<JsonElement>(path)).GetProperty("status").GetString() == "completed",
            "the operation ends"
        );
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $$"""{"total":{{Jobs}},"processed":{{Jobs}},"changed":{{Jobs}}}"""),
            operation.GetProperty("jobs").GetRawText()
        );
        Assert.Equal(Jobs, Count("SELECT count(*) FROM retries"));
        Assert.Equal(1, Count("SELECT max(run) FROM jobs"));
    }

    /// <summary>
    /// The key claims an operation, the operation is started, and the claim is completed. Each row names the document that the process cannot
    /// write before it is killed.
    /// </summary>
    [Theory]
    [InlineData("INSERT", "job-operation")]
    [InlineData("UPDATE", "idempotency")]
    public async Task An_operation_whose_start_kill_9_interrupted_runs_once_under_its_key(string change, string document)
    {
        await using (var first = await ProductProcess.StartFrontEndAsync(Settings))
        {
            await FailAsync(first.Http, jobs: 3);
            Count(
                $"CREATE TRIGGER stuck BEFORE {change} ON OrleansStorage WHEN new.GrainTypeString = '{document}' BEGIN SELECT RAISE(ABORT, 'stuck'); END; SELECT count(*) FROM jobs"
            );
            using var interrupted = await RetryAsync(first.Http);
            Assert.InRange((int)interrupted.StatusCode, 500, 599);
            Assert.Equal(1, Count("SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = 'idempotency'"));
            Assert.Equal(
                document == "idempotency" ? 1 : 0,
                Count("SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = 'job-operation'")
            );
            await first.KillAsync();
        }

        Count("DROP TRIGGER stuck; SELECT count(*) FROM jobs");
        await using var second = await ProductProcess.StartFrontEndAsync(Settings);
        using var repeated = await RetryAsync(second.Http);
        Assert.Equal((HttpStatusCode.Accepted, "/api/v1/operations/1"), (repeated.StatusCode, repeated.Headers.Location!.OriginalString));
        await Eventually.TrueAsync(
            async () =>
                (await second.Http.GetFromJsonAsync<JsonElement>(repeated.Headers.Location)).GetProperty("status").GetString()
                == "completed",
            "the operation ends"
        );
        Assert.Equal(3, Count("SELECT count(*) FROM retries"));
        Assert.Equal(1, Count("SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = 'job-operation'"));

        static async Task<HttpResponseMessage> RetryAsync(HttpClient http)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs/retry?reason=unknown_store")
            {
                Headers = { { "Idempotency-Key", "retry-once" } },
            };
            return await http.SendAsync(request);
        }
    }

    /// <summary>Submits jobs of a store that no store master contains. They fail at once, also after each retry.</summary>
    private async Task FailAsync(HttpClient http, int jobs)
    {
        for (var job = 0; job < jobs; job++)
        {
            using var submitted = await http.PostAsJsonAsync(
                "/api/submit/",
                Submissions.Json([("none", ["http://images.example/1"])], "t")
            );
            submitted.EnsureSuccessStatusCode();
        }

        await Eventually.TrueAsync(() => Count("SELECT count(*) FROM jobs WHERE status = 'failed'") == jobs, "the jobs fail");
    }

    private long Count(string query) => SqliteFile.Count(Database, query);
}
