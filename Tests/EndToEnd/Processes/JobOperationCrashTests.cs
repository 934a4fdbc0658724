using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests a process that is killed while it changes many jobs.</summary>
public sealed class JobOperationCrashTests : IDisposable
{
    private const int Jobs = 120;

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
            // Jobs of a store that no store master contains fail at once, also after each retry.
            for (var job = 0; job < Jobs; job++)
            {
                using var submitted = await first.Http.PostAsJsonAsync(
                    "/api/submit/",
                    new
                    {
                        count = 1,
                        visits = new[]
                        {
                            new
                            {
                                store_id = "none",
                                image_url = (string[])["http://images.example/1"],
                                visit_time = "t",
                            },
                        },
                    }
                );
                submitted.EnsureSuccessStatusCode();
            }

            await Eventually.TrueAsync(() => Count("SELECT count(*) FROM jobs WHERE status = 'failed'") == Jobs, "the jobs fail");
            using var started = await first.Http.PostAsync("/api/v1/jobs/retry?reason=unknown_store", null);
            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
            path = started.Headers.Location!.OriginalString;
            await Eventually.TrueAsync(() => Count("SELECT count(*) FROM retries") > 0, "the operation is in progress");
            await first.KillAsync();
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

    private long Count(string query)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
