using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Storage.PostgreSql;

namespace RetailPulse.Tests.Storage;

public sealed class PostgreSqlVisitReadsTests(SharedPostgres server) : VisitReadsConformance, IAsyncLifetime
{
    private PostgreSqlDatabase database = null!;
    private PostgreSqlLedger ledger = null!;

    internal override ILedger Ledger => ledger;

    internal override IVisitReads Reads => new PostgreSqlVisitReads(database);

    public async ValueTask InitializeAsync()
    {
        database = new PostgreSqlDatabase(await server.CreateDatabaseAsync(), alone: false);
        ledger = new PostgreSqlLedger(database, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Of_large_tables_only_one_store_is_read()
    {
        await ExecuteAsync("INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, now(), 50000, 50000)");
        await ExecuteAsync(
            """
            INSERT INTO visits SELECT 1, n, 'S' || n % 10, '', now() - n * interval '1 hour', '{http://a.example/}', 1 FROM generate_series(0, 49999) AS n
            """);
        await ExecuteAsync(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT 1, n, 0, 0, 1, 1, 4, 1, 1, 1, now(), '' FROM generate_series(0, 49999) AS n
            """);
        await ExecuteAsync("ANALYZE visits, image_results");
        string[] plans =
        [
            await ExplainAsync(PostgreSqlVisitReads.TimelineQuery, "S1", "2026-05-04", 1L, 5, 100, ""),
            await ExplainAsync(PostgreSqlVisitReads.LastGoodImageQuery, "S1", ""),
            await ExplainAsync(PostgreSqlVisitReads.MeasurementsQuery, "S1", "2026-05-04", 1L, 5, 5, "infinity", 100, ""),
        ];
        foreach (var plan in plans)
        {
            Assert.Contains("ix_visits_timeline", plan);
            Assert.Contains("using image_results_pkey", plan);
            Assert.DoesNotContain("Seq Scan", plan);
        }
    }

    internal override Task ExecuteAsync(string statement) => database.ExecuteAsync(statement, CancellationToken.None);

    private async Task<string> ExplainAsync(string query, params object[] values) =>
        string.Join('\n', await database.QueryAsync($"EXPLAIN {query}", row => row.GetString(0), CancellationToken.None, values));
}
