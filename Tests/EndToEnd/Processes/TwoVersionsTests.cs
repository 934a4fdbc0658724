using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Schema;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests a cluster whose processes are replaced one by one by those of another version, while it is working.</summary>
[Collection("Alone")]
public sealed class TwoVersionsTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const int Clients = 6;

    /// <summary>Number of jobs that must begin and end in every mixture of versions.</summary>
    private const int JobsPerStep = 20;

    /// <summary>Maximum duration of a job, in seconds. One that waits for the next round of the rescue takes up to 30 s longer.</summary>
    private const int SlowestJob = 45;

    /// <summary>What a process logs that receives what it does not know, or whose work fails.</summary>
    private static readonly string[] Misunderstandings =
    [
        "Exception reading message",
        "Unable to resolve type",
        "Orleans.Serialization",
        "JsonException",
        "Npgsql.PostgresException",
        "Failed to make progress",
        "Failed to complete visit",
    ];

    private readonly List<ProductProcess> silos = [];
    private readonly List<ProductProcess> fronts = [];
    private readonly List<ProductProcess> stopped = [];
    private string[] settings = [];
    private int started;
    private ImageServer images = null!;

    public async ValueTask InitializeAsync() => images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(50));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in fronts.Concat(silos).Concat(stopped))
            await process.DisposeAsync();
        await images.DisposeAsync();
    }

    [Fact]
    public async Task Processes_of_two_versions_replace_each_other_and_lose_nothing()
    {
        var previous = new ProcessEnvironment { Folder = await PreviousRelease.BuildAsync() };
        var current = new ProcessEnvironment();
        var database = await postgres.CreateEmptyDatabaseAsync();
        settings =
        [
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={database}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            "--RetailPulse:Images:Slots=64",
            images.Allowed,
        ];
        Directory.CreateDirectory(Logs);
        foreach (var log in Directory.GetFiles(Logs))
            File.Delete(log);
        silos.AddRange(await Task.WhenAll(StartSiloAsync(previous), StartSiloAsync(previous)));
        fronts.AddRange(await Task.WhenAll(StartFrontAsync(previous), StartFrontAsync(previous)));

        // Forward, silos first, so that no front end meets only silos of an earlier version.
        await using var load = new RetryingLoad(images, Clients, Addresses);
        await load.MoreAsync(JobsPerStep);
        await ReplaceAsync(silos, () => StartSiloAsync(current), load);
        await ReplaceAsync(fronts, () => StartFrontAsync(current), load);
        Report("forward", load, after: 0);

        // Back, in the reverse order, on a schema that a still later version has expanded.
        var forward = load.Jobs.Count;
        Expand(database);
        await ReplaceAsync(fronts, () => StartFrontAsync(previous), load);
        await ReplaceAsync(silos, () => StartSiloAsync(previous), load);
        await load.StopAsync();
        Report("back", load, forward);

        Assert.Empty(load.Wrongs);
        await AssertStoredAsync(database, load.Jobs);
        Assert.InRange(load.Jobs.Max(job => job.Took), TimeSpan.Zero, TimeSpan.FromSeconds(TestMachine.Seconds(SlowestJob)));
        Assert.Empty(fronts.Concat(silos).Concat(stopped).SelectMany(FindMisunderstandings));
    }

    /// <summary>Folder of the output of all processes, which remains so that a failure can be examined.</summary>
    private static string Logs => Path.Combine(DeployFiles.Root, "artifacts", "two-versions");

    private IEnumerable<Uri> Addresses => fronts.Select(front => front.Http.BaseAddress!);

    private static void Report(string direction, RetryingLoad load, int after)
    {
        var jobs = load.Jobs.Skip(after).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{direction}: {jobs.Length} jobs, {jobs.Sum(job => job.Images)} images, slowest {jobs.Max(job => job.Took).TotalSeconds:F1} s, {load.Unavailable} unavailable and {load.Interrupted} interrupted so far"
        );
    }

    private Task<ProductProcess> StartSiloAsync(ProcessEnvironment version) =>
        ProductProcess.StartSiloAsync(Logged(version, "silo"), settings);

    private Task<ProductProcess> StartFrontAsync(ProcessEnvironment version) =>
        ProductProcess.StartFrontEndAsync(Logged(version, "front-end"), [.. settings, "--RetailPulse:Cluster:Role=Client"]);

    private ProcessEnvironment Logged(ProcessEnvironment version, string role) =>
        version with
        {
            Log = Path.Combine(
                Logs,
                $"{Interlocked.Increment(ref started)}-{role}-{(version.Folder == AppContext.BaseDirectory ? "current" : "previous")}.log"
            ),
        };

    /// <summary>Stops each process and starts another in its place. Between two of them, the cluster works on new jobs.</summary>
    private async Task ReplaceAsync(List<ProductProcess> processes, Func<Task<ProductProcess>> start, RetryingLoad load)
    {
        foreach (var old in processes.ToArray())
        {
            var (exitCode, took) = await old.StopAsync();
            stopped.Add(old);
            processes.Remove(old);
            load.Use(Addresses);
            Assert.True(exitCode == 0, old.Output);
            processes.Add(await start());
            load.Use(Addresses);
            var clock = Stopwatch.StartNew();
            await load.MoreAsync(JobsPerStep);
            await UseAsync(load);
            Assert.Empty(load.Wrongs);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"stopped in {took.TotalSeconds:F1} s; {JobsPerStep} jobs and other requests in {clock.Elapsed.TotalSeconds:F1} s"
            );
        }
    }

    /// <summary>Uses the API beyond the load, with grains of both versions behind it.</summary>
    private async Task UseAsync(RetryingLoad load)
    {
        var step = stopped.Count;
        var failed = load.Jobs.Last(job => job.Failed > 0).JobId;
        string[] paths =
        [
            "/api/v1/jobs?page_size=5",
            $"/api/v1/jobs/{failed}",
            $"/api/v1/jobs/{failed}/images?page_size=1",
            "/api/v1/failures?page_size=1",
            "/api/v1/hosts",
            "/api/v1/cluster",
            "/api/v1/throughput",
        ];

        // Twice, because the requests alternate between the front ends.
        foreach (var path in paths.Concat(paths))
            await load.SucceedsAsync(() => new HttpRequestMessage(HttpMethod.Get, path));
        await load.SucceedsAsync(() => Keyed(HttpMethod.Post, $"/api/v1/jobs/cancel?label=step-{step}", $"cancel-{step}", content: null));
        await load.SucceedsAsync(() =>
            Keyed(
                HttpMethod.Put,
                "/api/v1/stores",
                $"stores-{step}",
                new ByteArrayContent(Encoding.UTF8.GetBytes($"store_id,store_name,area_code\nS00339218,Shop {step},7\n"))
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("text/csv") },
                }
            )
        );
    }

    private static HttpRequestMessage Keyed(HttpMethod method, string path, string key, HttpContent? content) =>
        new(method, path) { Content = content, Headers = { { "Idempotency-Key", key } } };

    /// <summary>Expands the schema as a later version does: a table, a column with a default, and an index.</summary>
    private static void Expand(string database) =>
        PostgreSqlSchema.Prepare(
            database,
            NullLogger.Instance,
            [
                .. PostgreSqlSchema.Scripts,
                new MigrationScript(
                    $"{PostgreSqlSchema.Version + 1:D4}-later.sql",
                    $"""
                    -- Programs of schema {PostgreSqlSchema.OldestProgram} still work.
                    CREATE TABLE later(job_id bigint PRIMARY KEY);
                    ALTER TABLE jobs ADD COLUMN later text NOT NULL DEFAULT '';
                    CREATE INDEX ix_jobs_later ON jobs(later);
                    """
                ),
            ]
        );

    private static IEnumerable<string> FindMisunderstandings(ProductProcess process) =>
        process.Output.Split('\n').Where(line => Misunderstandings.Any(words => line.Contains(words, StringComparison.Ordinal)));

    /// <summary>Asserts that every job is stored once, with one result for each of its images, and one end.</summary>
    private static async Task AssertStoredAsync(string database, IReadOnlyCollection<LoadJob> jobs)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            """
            SELECT job_id, images, coalesce(status, ''),
              (SELECT count(*) FROM image_results AS r WHERE r.job_id = j.job_id),
              (SELECT count(*) FROM image_results AS r WHERE r.job_id = j.job_id AND reason IS NOT NULL),
              (SELECT coalesce(sum(c.images), 0)::bigint FROM job_counts AS c WHERE c.job_id = j.job_id),
              (SELECT count(*) FROM job_events AS e WHERE e.job_id = j.job_id AND kind = 'ended')
            FROM jobs AS j ORDER BY job_id
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await reader.ReadAsync())
            stored.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(column => $"{reader.GetValue(column)}")));
        Assert.Equal(
            jobs.OrderBy(job => job.JobId)
                .Select(job =>
                    $"{job.JobId} {job.Images} {(job.Failed > 0 ? "failed" : "completed")} {job.Images} {job.Failed} {job.Images} 1"
                ),
            stored
        );
    }
}
