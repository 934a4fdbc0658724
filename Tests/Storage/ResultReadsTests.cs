using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteResultReadsTests() : ResultReadsConformance(new SqliteEngine())
{
    [Fact]
    public void A_page_of_images_begins_in_the_middle_of_its_index()
    {
        foreach (var (range, index) in ResultReads.All)
        {
            var steps = Explain(SqliteResultReads.ResultsQuery(range));
            Assert.Contains(
                steps,
                step => step.StartsWith("SEARCH r USING", StringComparison.Ordinal) && step.Contains(index.Sqlite, StringComparison.Ordinal)
            );
            Assert.DoesNotContain(
                steps,
                step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Visits_without_all_results_are_found_by_their_keys()
    {
        var steps = Explain(SqliteSubmittedVisits.UnfinishedQuery);
        Assert.Contains(
            steps,
            step =>
                step.StartsWith("SEARCH v USING", StringComparison.Ordinal)
                && step.EndsWith("(job_id=? AND visit_no>? AND visit_no<?)", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    private List<string> Explain(string query)
    {
        using var connection = SqliteConnections.Open(new SqliteConnection(((SqliteEngine)Engine).Folder.ConnectionString));
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
        foreach (var name in (string[])["$job", "$visit", "$image", "$first", "$last", "$limit", "$reason"])
            command.Parameters.AddWithValue(name, 1);
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        return steps;
    }
}

public sealed class PostgreSqlResultReadsTests(SharedPostgres server) : ResultReadsConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task Of_a_large_job_only_one_page_of_images_is_read()
    {
        await Engine.ExecuteAsync("INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, now(), 25000, 50000)");
        await Engine.ExecuteAsync(
            "INSERT INTO visits SELECT 1, n, 'S1', '', NULL, '{http://x/,http://y/}', 2 FROM generate_series(0, 24999) AS n"
        );
        await Engine.ExecuteAsync(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT 1, n / 2, n % 2, 0, CASE WHEN n % 4 = 0 THEN 'dns' END, 1, 1, 4, 1, 1, 1, now(), '' FROM generate_series(0, 49999) AS n
            """
        );
        await Engine.ExecuteAsync("ANALYZE jobs, visits, image_results");
        await using var snapshot = await PostgreSqlSnapshot.OpenAsync(
            ((PostgreSqlEngine)Engine).Database,
            PostgreSqlSnapshot.Upwards,
            CancellationToken.None
        );
        foreach (var (range, index) in ResultReads.All)
        {
            object[] reason = range.Reason is null ? [] : ["dns"];
            var plan = await ExplainAsync(PostgreSqlResultReads.ResultsQuery(range), [1L, 12_000, 1, 20_000, 100, .. reason]);
            Assert.Contains($"Index Scan using {index.PostgreSql}", plan);
        }

        Assert.Contains("using visits_pkey", await ExplainAsync(PostgreSqlSubmittedVisits.UnfinishedQuery, 1L, 0, 20_000, 100));

        async Task<string> ExplainAsync(string query, params object[] values)
        {
            var plan = string.Join(
                '\n',
                await snapshot.QueryAsync($"EXPLAIN {query}", row => row.GetString(0), CancellationToken.None, values)
            );
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            return plan;
        }
    }
}

/// <summary>The ranges of images that lists read, each with the index that it must use. Filters by host read them, too.</summary>
internal static class ResultReads
{
    public static readonly (ResultRange Range, (string Sqlite, string PostgreSql) Index)[] All =
    [
        (Of(null, null), ("PRIMARY KEY (job_id=? AND (visit_no,image_no)>(?,?)", "image_results_pkey")),
        (Of(true, null), ("PRIMARY KEY (job_id=? AND (visit_no,image_no)>(?,?)", "image_results_pkey")),
        (Of(false, null), ("ix_image_results_failed (job_id=?", "ix_image_results_failures")),
        (Of(null, ImageReason.Dns), ("ix_image_results_failed (job_id=?", "ix_image_results_failures")),
    ];

    private static ResultRange Of(bool? measured, ImageReason? reason) =>
        new(new ImagePlace(12_000, 1), int.MaxValue, measured, reason, 100);
}
