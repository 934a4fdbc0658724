using Microsoft.Data.Sqlite;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteJobListTests() : JobListConformance(new SqliteEngine())
{
    [Fact]
    public void No_list_reads_a_table_from_end_to_end()
    {
        foreach (var (filter, range, index) in JobLists.All)
        {
            var steps = Explain(filter, range);
            Assert.Contains(steps, step => step.Contains(index.Sqlite, StringComparison.Ordinal));
            Assert.Contains(steps, step => step.Contains("SEARCH c USING PRIMARY KEY (job_id=?", StringComparison.Ordinal));
            Assert.DoesNotContain(
                steps,
                step =>
                    step is "SCAN visits" or "SCAN c"
                    || step.StartsWith("SCAN job_", StringComparison.Ordinal)
                    || step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal)
            );
        }
    }

    private List<string> Explain(JobFilter filter, JobListRange range)
    {
        using var connection = SqliteConnections.Open(new SqliteConnection(((SqliteEngine)Engine).Folder.ConnectionString));
        using var command = connection.CreateCommand();
        var (text, values) = SqliteJobList.Compose(filter, null, range, 100);
        command.CommandText = $"EXPLAIN QUERY PLAN {text}";
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        return steps;
    }
}

public sealed class PostgreSqlJobListTests(SharedPostgres server) : JobListConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task No_list_reads_a_table_from_end_to_end()
    {
        await Engine.ExecuteAsync(
            """
            INSERT INTO jobs(job_id, submitted_at, visits, images, status, ended_at, tenant)
            SELECT n, now() - n * interval '1 minute', 1, 1, 'failed', now() - n * interval '1 minute', 'T' || n % 10 FROM generate_series(1, 20000) AS n
            """
        );
        await Engine.ExecuteAsync(
            "INSERT INTO job_counts SELECT n, CASE WHEN n % 20 = 0 THEN 'dns' ELSE '' END, 'S', 1 FROM generate_series(1, 20000) AS n"
        );
        await Engine.ExecuteAsync("INSERT INTO job_failures SELECT n, 'dns', 'h' || n % 500, 'S', 1 FROM generate_series(1, 20000) AS n");
        await Engine.ExecuteAsync("ANALYZE jobs, job_counts, job_failures");
        foreach (var (filter, range, index) in JobLists.All)
        {
            var (text, values) = PostgreSqlJobList.Compose(filter, null, range, 100);
            var plan = string.Join(
                '\n',
                await ((PostgreSqlEngine)Engine).Database.QueryAsync(
                    $"EXPLAIN {text}",
                    row => row.GetString(0),
                    CancellationToken.None,
                    [.. values]
                )
            );
            Assert.Matches(index.PostgreSql, plan);
            Assert.DoesNotContain("Seq Scan on job_counts", plan);
            Assert.DoesNotContain("Seq Scan on job_failures", plan);
        }
    }
}

/// <summary>Lists, each with the index that it must use.</summary>
internal static class JobLists
{
    private static readonly JobListRange Ended = new(JobOrder.Ended);

    public static readonly (JobFilter Filter, JobListRange Range, (string Sqlite, string PostgreSql) Index)[] All =
    [
        (new(), JobListRange.Newest, ("jobs", "jobs_pkey")),
        (new(), new(Place: new(50), Back: true), ("INTEGER PRIMARY KEY (rowid>?)", "jobs_pkey")),
        (new(Tenant: "T1"), JobListRange.Newest, ("ix_jobs_tenant (tenant=?)", "ix_jobs_tenant|jobs_pkey")),
        (new(Reason: ImageReason.Dns), JobListRange.Newest, ("ix_job_counts_reason (reason=?)", "ix_job_counts_reason")),
        (new(Host: "h1"), JobListRange.Newest, ("ix_job_failures_host (host=?)", "ix_job_failures_host")),
        (new(Host: "h1", Reason: ImageReason.Dns), new(Place: new(50)), ("ix_job_failures_host (host=?", "ix_job_failures_host")),
        (new(), Ended, ("ix_jobs_ended (ended_at>?)", "ix_jobs_ended")),
        (new(Tenant: "T1"), Ended, ("ix_jobs_tenant_ended (tenant=? AND ended_at>?)", "ix_jobs_tenant_ended")),
        (
            new(Tenant: "T1"),
            Ended with
            {
                Place = new(50, DateTimeOffset.UnixEpoch),
                Back = true,
            },
            ("ix_jobs_tenant_ended (tenant=? AND ended_at>?)", "ix_jobs_tenant_ended")
        ),
        (new(Ids: JobIdSet.Of([7, 9])), JobListRange.Newest, ("INTEGER PRIMARY KEY (rowid=?)", "jobs_pkey")),
        (new(MinFailed: 5, Text: "7"), JobListRange.Newest, ("INTEGER PRIMARY KEY (rowid=?)", "jobs_pkey")),
    ];
}
