using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class PostgreSqlVisitReadsTests(SharedPostgres server) : VisitReadsConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task Of_large_tables_only_one_store_is_read()
    {
        await Engine.ExecuteAsync("INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, now(), 50000, 50000)");
        await Engine.ExecuteAsync(
            """
            INSERT INTO visits SELECT 1, n, 'S' || n % 10, '', now() - n * interval '1 hour', '{http://a.example/}', 1 FROM generate_series(0, 49999) AS n
            """
        );
        await Engine.ExecuteAsync(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT 1, n, 0, 0, 1, 1, 4, 1, 1, 1, now(), '' FROM generate_series(0, 49999) AS n
            """
        );
        await Engine.ExecuteAsync("ANALYZE visits, image_results");
        string[] plans =
        [
            await ExplainAsync(PostgreSqlVisitQueries.TimelineQuery, "S1", "2026-05-04", 1L, 5, 100, ""),
            await ExplainAsync(PostgreSqlVisitQueries.LastGoodImageQuery, "S1", ""),
            await ExplainAsync(PostgreSqlVisitQueries.MeasurementsQuery, "S1", "2026-05-04", 1L, 5, 5, "infinity", 100, ""),
        ];
        foreach (var plan in plans)
        {
            Assert.Contains("ix_visits_timeline", plan);
            Assert.Contains("using image_results_pkey", plan);
            Assert.DoesNotContain("Seq Scan", plan);
        }
    }

    private async Task<string> ExplainAsync(string query, params object[] values) =>
        string.Join(
            '\n',
            await ((PostgreSqlEngine)Engine).Database.QueryAsync(
                $"EXPLAIN {query}",
                row => row.GetString(0),
                CancellationToken.None,
                values
            )
        );
}
