using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteFailureListTests() : FailureListConformance(new SqliteEngine())
{
    [Theory]
    [InlineData(SqliteFailureQueries.LastQuery)]
    [InlineData(SqliteFailureQueries.PageQuery)]
    public void A_page_begins_in_the_middle_of_its_index(string query)
    {
        using var connection = SqliteConnections.Open(new SqliteConnection(((SqliteEngine)Engine).Folder.ConnectionString));
        SqliteFunctions.AddTo(connection);
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
        foreach (
            var name in (string[])
                [
                    "$at",
                    "$job",
                    "$visit",
                    "$image",
                    "$run",
                    "$from",
                    "$skipped",
                    "$last_at",
                    "$last_job",
                    "$last_visit",
                    "$last_image",
                    "$last_run",
                    "$tenant",
                    "$store",
                    "$area",
                    "$reason",
                    "$host",
                    "$reference",
                    "$visit_reference",
                    "$examined",
                    "$limit",
                ]
        )
            command.Parameters.AddWithValue(name, "");
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        Assert.Contains(
            steps,
            step =>
                step.Contains("USING INDEX ix_image_results_failed_times (", StringComparison.Ordinal)
                || step.Contains("USING COVERING INDEX ix_image_results_failed_times (", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            steps,
            step =>
                step.StartsWith("SCAN image_results", StringComparison.Ordinal)
                || step is "SCAN r" or "SCAN j" or "SCAN v" or "SCAN t" or "SCAN visits" or "SCAN jobs"
        );
        if (query != SqliteFailureQueries.PageQuery)
            return;
        Assert.Contains("SEARCH j USING INTEGER PRIMARY KEY (rowid=?)", steps);
        Assert.Contains("SEARCH v USING INDEX sqlite_autoindex_visits_1 (job_id=? AND visit_no=?)", steps);
        Assert.Contains(
            steps,
            step => step.StartsWith("SEARCH t USING PRIMARY KEY (job_id=? AND visit_no=? AND image_no=?", StringComparison.Ordinal)
        );
    }
}

public sealed class PostgreSqlFailureListTests(SharedPostgres server) : FailureListConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task Of_large_tables_only_one_page_is_read()
    {
        await Engine.ExecuteAsync(
            "INSERT INTO jobs(job_id, submitted_at, visits, images) SELECT n, now(), 10, 10 FROM generate_series(0, 4999) AS n"
        );
        await Engine.ExecuteAsync(
            "INSERT INTO visits SELECT n / 10, n % 10, 'S' || n % 10, '', now(), '{http://a.example/}', 1 FROM generate_series(0, 49999) AS n"
        );
        await Engine.ExecuteAsync(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT n / 10, n % 10, 0, 0, CASE WHEN n % 2 = 0 THEN 'dns' END, 1, 1, 4, 1, 1, 1, now() - n * interval '1 second', '' FROM generate_series(0, 49999) AS n
            """
        );
        await Engine.ExecuteAsync("ANALYZE jobs, visits, image_results");
        string[] area = ["S1"];
        object[] range = ["infinity", 0L, 0, 0, 0, "-infinity"];
        string[] plans =
        [
            await ExplainAsync(PostgreSqlFailureQueries.LastQuery, [.. range, 1_000]),
            await ExplainAsync(
                PostgreSqlFailureQueries.PageQuery,
                [
                    .. range,
                    "-infinity",
                    0L,
                    0,
                    0,
                    0,
                    "acme",
                    DBNull.Value,
                    DBNull.Value,
                    DBNull.Value,
                    DBNull.Value,
                    100,
                    100,
                    DBNull.Value,
                    DBNull.Value,
                ]
            ),
            await ExplainAsync(
                PostgreSqlFailureQueries.PageQuery,
                [.. range, "-infinity", 0L, 0, 0, 0, "acme", "S1", area, "dns", "a.example", 10_000, 100, "photo-1", "visit-7"]
            ),
        ];
        foreach (var plan in plans)
        {
            Assert.Contains("Backward using ix_image_results_failed_times", plan);
            Assert.DoesNotContain("Seq Scan", plan);
        }

        foreach (var plan in plans[1..])
        {
            Assert.Matches(@"using (jobs_pkey|ix_jobs_tenant) on jobs\b", plan);
            Assert.Contains("using visits_pkey", plan);
            Assert.Matches(@"CTE examined\s+->\s+Limit [^\n]*\n\s+->\s+Nested Loop", plan);
        }
    }

    private async Task<string> ExplainAsync(string query, params object[] values)
    {
        await using var snapshot = await PostgreSqlSnapshot.OpenAsync(
            ((PostgreSqlEngine)Engine).Database,
            PostgreSqlFailureQueries.Planner,
            CancellationToken.None
        );
        return string.Join('\n', await snapshot.QueryAsync($"EXPLAIN {query}", row => row.GetString(0), CancellationToken.None, values));
    }
}
