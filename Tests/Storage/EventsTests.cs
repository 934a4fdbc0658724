using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteEventsTests() : EventsConformance(new SqliteEngine())
{
    [Theory]
    [InlineData(SqliteEventReads.JobsQuery, "SEARCH e USING PRIMARY KEY ((commit_no,job_id)>(?,?))")]
    [InlineData(
        SqliteEventReads.FailuresQuery,
        "SEARCH r USING COVERING INDEX ix_image_results_failed_order ((commit_no,job_id,visit_no,image_no,run)>(?,?,?,?,?))",
        "SEARCH r USING INDEX ix_image_results_failed_order ((commit_no,job_id,visit_no,image_no,run)>(?,?,?,?,?))"
    )]
    [InlineData(SqliteJobQueries.OngoingQuery, "SCAN jobs USING INDEX ix_jobs_ongoing")]
    public void A_page_begins_in_the_middle_of_its_index(string query, params string[] either)
    {
        using var connection = SqliteConnections.Open(new SqliteConnection(((SqliteEngine)Engine).Folder.ConnectionString));
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
        foreach (var name in (string[])["$commit", "$job", "$visit", "$image", "$run", "$tenants", "$limit", "$after"])
            command.Parameters.AddWithValue(name, DBNull.Value);
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        Assert.Contains(steps, step => either.Any(expected => step.StartsWith(expected, StringComparison.Ordinal)));
        Assert.DoesNotContain(
            steps,
            step => step.StartsWith("SCAN r", StringComparison.Ordinal) || step.StartsWith("SCAN e", StringComparison.Ordinal)
        );
    }
}

public sealed class PostgreSqlEventsTests(SharedPostgres server) : EventsConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task Of_many_events_only_those_behind_the_cursor_are_read()
    {
        await Engine.ExecuteAsync(
            "INSERT INTO jobs(job_id, submitted_at, visits, images) SELECT n, now(), 1, 1 FROM generate_series(1, 20000) AS n"
        );
        await Engine.ExecuteAsync(
            "INSERT INTO job_events(commit_no, job_id, kind, run, at) SELECT n::text::xid8, n, 'submitted', 0, now() FROM generate_series(1, 20000) AS n"
        );
        await Engine.ExecuteAsync(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo, commit_no)
            SELECT n, 0, 0, 0, 'dns', 0, 0, 0, 0, 1, 1, now(), '', n::text::xid8 FROM generate_series(1, 20000) AS n
            """
        );
        await Engine.ExecuteAsync("INSERT INTO visits SELECT n, 0, 'S1', '', NULL, '{http://x/}', 1 FROM generate_series(1, 20000) AS n");
        await Engine.ExecuteAsync("ANALYZE jobs, job_events, image_results, visits");
        await using var snapshot = await PostgreSqlSnapshot.OpenAsync(
            ((PostgreSqlEngine)Engine).Database,
            PostgreSqlSnapshot.Upwards,
            None
        );
        Assert.Contains(
            "Index Scan using job_events_pkey",
            await PlanAsync(PostgreSqlEventReads.JobsQuery, Array.Empty<string>(), 500, "9000", 9000L)
        );
        Assert.Contains(
            "Index Scan using ix_image_results_failed_order",
            await PlanAsync(PostgreSqlEventReads.FailuresQuery, Array.Empty<string>(), 500, "9000", 9000L, 0, 0, 0)
        );
        var images = await PlanAsync(PostgreSqlSubmittedVisits.ImagesQuery, (long[])[1, 9000], (int[])[0, 0], (int[])[0, 0]);
        Assert.Contains("using visits_pkey", images);

        async Task<string> PlanAsync(string query, params object[] values)
        {
            var plan = string.Join('\n', await snapshot.QueryAsync($"EXPLAIN {query}", row => row.GetString(0), None, values));
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            return plan;
        }
    }
}
