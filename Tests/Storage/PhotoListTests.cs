using Microsoft.Data.Sqlite;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqlitePhotoListTests() : PhotoListConformance(new SqliteEngine())
{
    [Fact]
    public void A_page_begins_in_the_middle_of_its_index()
    {
        foreach (
            var (last, page, index) in new[]
            {
                (SqlitePhotoQueries.LastQuery, SqlitePhotoQueries.PageQuery, "ix_visits_dates (dated>?"),
                (SqlitePhotoQueries.LastOfStoreQuery, SqlitePhotoQueries.PageOfStoreQuery, "ix_visits_timeline (store_id=? AND dated>?"),
            }
        )
        {
            foreach (var query in (string[])[last, page])
            {
                var steps = Explain(query);
                Assert.Contains(
                    steps,
                    step => step.StartsWith("SEARCH v USING", StringComparison.Ordinal) && step.Contains(index, StringComparison.Ordinal)
                );
                Assert.Contains(
                    steps,
                    step => step.StartsWith("SEARCH r USING PRIMARY KEY (job_id=? AND visit_no=? AND image_no>?", StringComparison.Ordinal)
                );
                Assert.DoesNotContain(
                    steps,
                    step => step is "SCAN v" or "SCAN r" or "SCAN j" or "SCAN t" or "SCAN f" or "SCAN w" or "SCAN e"
                );
            }

            // The order comes from the index; only the page itself is sorted.
            Assert.DoesNotContain(Explain(last), step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }

    private List<string> Explain(string query)
    {
        using var connection = SqliteConnections.Open(new SqliteConnection(((SqliteEngine)Engine).Folder.ConnectionString));
        SqliteFunctions.AddTo(connection);
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
        foreach (
            var name in (string[])
                [
                    "$date",
                    "$job",
                    "$visit",
                    "$image",
                    "$from",
                    "$skipped",
                    "$last_date",
                    "$last_job",
                    "$last_visit",
                    "$last_image",
                    "$tenant",
                    "$area",
                    "$kinds",
                    "$limit",
                    "$store",
                ]
        )
            command.Parameters.AddWithValue(name, "");
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        return steps;
    }
}

public sealed class PostgreSqlPhotoListTests(SharedPostgres server) : PhotoListConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task Of_large_tables_only_one_page_is_read()
    {
        await Engine.ExecuteAsync(
            "INSERT INTO jobs(job_id, submitted_at, visits, images) SELECT n, now(), 10, 10 FROM generate_series(0, 4999) AS n"
        );
        await Engine.ExecuteAsync(
            "INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images) SELECT n / 10, n % 10, 'S' || n % 100, '', now() - n * interval '1 minute', '{http://a.example/}', 1 FROM generate_series(0, 49999) AS n"
        );
        await Engine.ExecuteAsync(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT n / 10, n % 10, 0, 0, CASE WHEN n % 2 = 0 THEN 'dns' END, 1, 1, 4, 1, 1, 1, now(), '' FROM generate_series(0, 49999) AS n
            """
        );
        await Engine.ExecuteAsync("ANALYZE jobs, visits, image_results");
        foreach (var (store, index) in new[] { ((string?)null, "ix_visits_dates"), ("S1", "ix_visits_timeline") })
        {
            var filter = new PhotoFilter(Store: store);
            object[] range = ["infinity", 0L, 0, -1, "-infinity", (object?)store ?? DBNull.Value];
            var last = await ExplainAsync(PostgreSqlPhotoQueries.Of(filter, PostgreSqlPhotoQueries.LastQuery), [.. range, 1_000]);
            var page = await ExplainAsync(
                PostgreSqlPhotoQueries.Of(filter, PostgreSqlPhotoQueries.PageQuery),
                [.. range, "-infinity", 0L, 0, 1_000, -1, "acme", DBNull.Value, 4, 100]
            );
            foreach (var plan in (string[])[last, page])
            {
                Assert.Matches($"Index (Only )?Scan Backward using {index}", plan);
                Assert.Contains("using image_results_pkey", plan);
                Assert.DoesNotContain("Seq Scan", plan);
            }

            Assert.DoesNotContain("Sort", last);
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
