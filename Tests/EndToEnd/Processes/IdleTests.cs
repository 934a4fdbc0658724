using System.Diagnostics;
using Npgsql;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests that an idle silo uses hardly any resources, on a database with 100,000 ended jobs.</summary>
public sealed class IdleTests(SharedPostgres server)
{
    private const string Jobs =
        "INSERT INTO jobs(job_id, submitted_at, visits, images, status, ended_at) SELECT n, {now}, 1, 1, 'completed', {now} FROM n;";

    private const string Results = """
        INSERT INTO image_results(job_id, visit_no, image_no, run, format, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
        SELECT n, 0, 0, 0, 'jpeg', 4, 3, 14, 100, 1, 5, {now}, 'S' FROM n;
        """;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(6);

    /// <summary>Runs both at once, because each is measured separately.</summary>
    [Fact]
    public Task On_either_database() => Task.WhenAll(OnSqliteAsync(), OnPostgreSqlAsync());

    private static async Task OnSqliteAsync()
    {
        using var folder = new SqliteFolder();
        new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();
        const string now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
        const string Numbers = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000) ";
        folder.Execute(Numbers + At(now, Jobs));
        folder.Execute(
            Numbers
                + "INSERT INTO visits(job_id, visit_no, store_id, visit_time, image_urls, images) SELECT n, 0, 'S1', 't', '[\"http://a.example/\"]', 1 FROM n;"
        );
        folder.Execute(Numbers + At(now, Results));
        await IdlesAsync($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
    }

    private async Task OnPostgreSqlAsync()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await new PostgreSqlDatabase(connectionString, alone: true).DisposeAsync();
        await using var source = NpgsqlDataSource.Create(connectionString);
        const string Numbers = "WITH n(n) AS (SELECT generate_series(1, 100000)) ";
        await using var command = source.CreateCommand(
            Numbers
                + At("now()", Jobs)
                + Numbers
                + "INSERT INTO visits(job_id, visit_no, store_id, visit_time, image_urls, images) SELECT n, 0, 'S1', 't', ARRAY['http://a.example/'], 1 FROM n;"
                + Numbers
                + At("now()", Results)
        );
        await command.ExecuteNonQueryAsync();
        await IdlesAsync($"--ConnectionStrings:RetailPulse={connectionString}", "--RetailPulse:Storage:Provider=PostgreSql");
    }

    /// <summary>Inserts the current time, because jobs that ended long ago would be removed.</summary>
    private static string At(string now, string statement) => statement.Replace("{now}", now, StringComparison.Ordinal);

    private static async Task IdlesAsync(params string[] settings)
    {
        var starting = Stopwatch.StartNew();
        await using var silo = await ProductProcess.StartSiloAsync([
            .. settings,
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ]);
        var ready = starting.Elapsed;
        // The background work of a start ends at some time. After that, the silo stays idle.
        var share = 1.0;
        await Eventually.TrueAsync(
            async () => (share = await ProcessorShareAsync(silo)) < 0.03,
            $"the silo uses less than 3 % of a core {settings[0]}"
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{settings[0]}: ready after {ready.TotalSeconds:F1} s; idle at {share:P2} of a core."
        );
    }

    private static async Task<double> ProcessorShareAsync(ProductProcess silo)
    {
        var before = silo.ProcessorTime;
        await Task.Delay(Watched);
        return (silo.ProcessorTime - before) / Watched;
    }
}
