using System.Text.Json;
using Npgsql;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the backups of docs/operating.md: made while a job runs, and restored.</summary>
public sealed class BackupTests(SharedPostgres server) : IDisposable
{
    private const int Visits = 500;
    private const int ImagesPerVisit = 20;

    private readonly SqliteFolder folder = new();

    private string Settings => $"--ConnectionStrings:RetailPulse={folder.ConnectionString}";

    private string Backup => Path.Combine(folder.Folder, "backup.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_SQLite_backup_made_while_a_job_runs_is_complete()
    {
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(10));
        long? running;
        int served;
        await using (var process = await StartAsync(folder.ConnectionString, images))
        {
            using var held = new HeldImages(images);
            running = await BeginAsync(process.Http, images);
            await Command.RunAsync("sqlite3", folder.File, ".timeout 10000", $"VACUUM INTO '{Backup}'");
            served = images.Served;
            await process.KillAsync();
        }

        Assert.InRange(served, 1, (Visits * ImagesPerVisit) - 1);
        Assert.Equal("ok\n", await Command.RunAsync("sqlite3", Backup, "PRAGMA integrity_check"));
        Restore();
        await DatabaseChecks.PassesAsync(Settings);
        Assert.InRange(Count("SELECT count(*) FROM image_results"), 1, served);
        await using var restored = await StartAsync(folder.ConnectionString, images);
        await CompletesAsync(restored.Http, running);
        Assert.Equal(Visits * ImagesPerVisit, Count("SELECT count(*) FROM image_results WHERE perimeter = 24"));
        Assert.Equal(Visits * ImagesPerVisit, Count("SELECT count(DISTINCT visit_no * 100 + image_no) FROM image_results"));
        await DatabaseChecks.PassesAsync(Settings);
        Assert.True(await SiloCluster.SubmitAsync(restored.Http, images.Address, visits: 1, imagesPerVisit: 1) > running);
    }

    [Fact]
    public async Task A_PostgreSql_backup_made_while_a_job_runs_is_complete()
    {
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(10));
        var dump = Path.Combine(folder.Folder, "backup.dump");
        long? running;
        int served;
        var database = await server.CreateDatabaseAsync();
        await using (var cluster = Cluster(database))
        {
            await cluster.AddAsync(silos: 1, fronts: 1, images.Allowed, "--RetailPulse:Images:Slots=32");
            using var held = new HeldImages(images);
            running = await BeginAsync(cluster.Fronts[0].Http, images);
            await Command.RunAsync(PostgresPrograms.Path("pg_dump"), "--format=custom", $"--file={dump}", $"--dbname={Address(database)}");
            served = images.Served;
            await cluster.Silos[0].KillAsync();
        }

        Assert.InRange(served, 1, (Visits * ImagesPerVisit) - 1);
        var copy = await server.CreateEmptyDatabaseAsync();
        await Command.RunAsync(PostgresPrograms.Path("pg_restore"), "--exit-on-error", $"--dbname={Address(copy)}", dump);
        await DatabaseChecks.PassesAsync("--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={copy}");
        await using var restored = Cluster(copy);
        await restored.AddAsync(silos: 1, fronts: 1, images.Allowed);
        await CompletesAsync(restored.Fronts[0].Http, running);
        await DatabaseChecks.PassesAsync("--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={copy}");
        await using var source = NpgsqlDataSource.Create(copy);
        await using var count = source.CreateCommand(
            "SELECT count(*) FILTER (WHERE perimeter = 24) = count(*) AND count(*) = 10000 FROM image_results"
        );
        Assert.Equal(true, await count.ExecuteScalarAsync());
        Assert.True(await SiloCluster.SubmitAsync(restored.Fronts[0].Http, images.Address, visits: 1, imagesPerVisit: 1) > running);
    }

    private static SiloCluster Cluster(string connectionString) =>
        new("--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={connectionString}");

    private static string Address(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}";
    }

    private static Task<ProductProcess> StartAsync(string connectionString, ImageServer images) =>
        ProductProcess.StartFrontEndAsync(
            $"--ConnectionStrings:RetailPulse={connectionString}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            "--RetailPulse:Images:Slots=32",
            "--RetailPulse:Gpu:MinSleep=0",
            "--RetailPulse:Gpu:MaxSleep=0",
            images.Allowed
        );

    /// <summary>Returns the id of a running job.</summary>
    private static async Task<long?> BeginAsync(HttpClient http, ImageServer images)
    {
        var job = await SiloCluster.SubmitAsync(http, images.Address, Visits, ImagesPerVisit);
        await Eventually.TrueAsync(() => images.Served > 1_000, "a tenth of the images was fetched");
        return job;
    }

    private static async Task CompletesAsync(HttpClient http, long? jobId)
    {
        var job = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
                (job = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/jobs/{jobId}")).RootElement.Clone())
                    .GetProperty("status")
                    .GetString() != "ongoing",
            $"job {jobId} ends"
        );
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(Visits * ImagesPerVisit, job.GetProperty("counts").GetProperty("measured").GetInt64());
    }

    /// <summary>Replaces the database with the backup. Its process was killed and left its write-ahead log.</summary>
    private void Restore()
    {
        Assert.True(File.Exists($"{folder.File}-wal"));
        File.Delete($"{folder.File}-wal");
        File.Delete($"{folder.File}-shm");
        File.Copy(Backup, folder.File, overwrite: true);
    }

    /// <summary>Keeps the second half of the images back until the process is gone, so that its job outlasts a slow backup.</summary>
    private sealed class HeldImages : IDisposable
    {
        private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldImages(ImageServer images) => (images.GateAfter, images.Gate) = (Visits * ImagesPerVisit / 2, gate.Task);

        public void Dispose() => gate.SetResult();
    }

    private long Count(string query) => SqliteFile.Count(folder.File, query);
}
