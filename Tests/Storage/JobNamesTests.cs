using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteJobNamesTests() : JobNamesConformance(new SqliteEngine())
{
    [Fact]
    public async Task Jobs_are_searched_through_the_index_of_the_filter()
    {
        Assert.Contains(
            "SEARCH jobs USING INDEX ix_jobs_label (label=? AND rowid<?)",
            await ExplainAsync(new JobFilter(Label: "a", Tenant: "t"))
        );
        Assert.Contains(
            "SEARCH jobs USING COVERING INDEX ix_jobs_label (label>? AND label<?)",
            await ExplainAsync(new JobFilter(Text: "a", Tenant: "t"))
        );
        var plan = await ExplainAsync(new JobFilter(Metadata: Pairs("a", "b", "c", "d"), Tenant: "t", Status: JobStatus.Failed));
        Assert.Contains("SEARCH jobs USING INTEGER PRIMARY KEY (rowid=?)", plan);
        Assert.Equal(
            2,
            plan.Count(step => step.EndsWith("ix_job_metadata_pairs (key=? AND value=? AND job_id<?)", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Only_the_visits_of_the_job_are_searched_for_references()
    {
        var plan = await ((SqliteEngine)Engine).Database.ReadAsync<IReadOnlyList<string>>(
            session =>
                session.Query(
                    $"EXPLAIN QUERY PLAN {SqliteSubmittedVisits.ReferencedQuery}",
                    row => row.GetString(3),
                    ("$job", 1),
                    ("$reference", "a"),
                    ("$image_reference", "b"),
                    ("$first", 0),
                    ("$last", 9),
                    ("$limit", 10)
                ),
            None
        );
        Assert.Contains("SEARCH visits USING INDEX sqlite_autoindex_visits_1 (job_id=? AND visit_no>? AND visit_no<?)", plan);
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> ExplainAsync(JobFilter filter)
    {
        var (text, values) = SqliteJobList.Compose(filter, null, new JobListRange(Place: new JobListPlace(9)), 100);
        return await ((SqliteEngine)Engine).Database.ReadAsync<IReadOnlyList<string>>(
            session => session.Query($"EXPLAIN QUERY PLAN {text}", row => row.GetString(3), [.. values]),
            None
        );
    }
}

public sealed class PostgreSqlJobNamesTests(SharedPostgres server) : JobNamesConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task Jobs_are_searched_through_the_index_of_the_filter()
    {
        await Engine.ExecuteAsync(
            "INSERT INTO jobs(job_id, submitted_at, visits, images, label) SELECT n, now(), 1, 1, 'week ' || n % 5000 FROM generate_series(1, 50000) AS n"
        );
        await Engine.ExecuteAsync(
            "INSERT INTO job_metadata SELECT n, key, (n % 5000)::text FROM generate_series(1, 50000) AS n, unnest(ARRAY['order', 'area']) AS key"
        );
        await Engine.ExecuteAsync("ANALYZE jobs, job_metadata");
        var byLabel = await ExplainAsync(new JobFilter(Label: "week 7", Tenant: "default"));
        Assert.Contains("ix_jobs_label", byLabel);
        Assert.DoesNotContain("Seq Scan", byLabel);
        var byText = await ExplainAsync(new JobFilter(Text: "week 77", Tenant: "default"));
        Assert.Contains("ix_jobs_label", byText);
        Assert.DoesNotContain("Seq Scan", byText);
        var byMetadata = await ExplainAsync(new JobFilter(Metadata: Pairs("order", "7", "area", "7"), Tenant: "default"));
        Assert.Contains("ix_job_metadata_pairs", byMetadata);
        Assert.DoesNotContain("Seq Scan", byMetadata);
    }

    [Fact]
    public async Task Only_the_visits_of_the_job_are_searched_for_references()
    {
        await Engine.ExecuteAsync(
            "INSERT INTO jobs(job_id, submitted_at, visits, images) SELECT n, now(), 10, 10 FROM generate_series(0, 4999) AS n"
        );
        await Engine.ExecuteAsync(
            "INSERT INTO visits SELECT n / 10, n % 10, 'S1', '', now(), '{http://a.example/}', 1 FROM generate_series(0, 49999) AS n"
        );
        await Engine.ExecuteAsync("ANALYZE jobs, visits");
        await using var snapshot = await PostgreSqlSnapshot.OpenAsync(
            ((PostgreSqlEngine)Engine).Database,
            PostgreSqlSnapshot.Upwards,
            None
        );
        var plan = string.Join(
            '\n',
            await snapshot.QueryAsync(
                $"EXPLAIN {PostgreSqlSubmittedVisits.ReferencedQuery}",
                row => row.GetString(0),
                None,
                7L,
                0,
                int.MaxValue,
                256,
                "visit-7",
                "photo-1"
            )
        );
        Assert.Contains("using visits_pkey", plan);
        Assert.DoesNotContain("Seq Scan", plan);
    }

    private async Task<string> ExplainAsync(JobFilter filter)
    {
        var (text, values) = PostgreSqlJobList.Compose(filter, null, new JobListRange(Place: new JobListPlace(40_000)), 100);
        return string.Join(
            '\n',
            await ((PostgreSqlEngine)Engine).Database.QueryAsync($"EXPLAIN {text}", row => row.GetString(0), None, [.. values])
        );
    }
}
