using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Checks;
using RetailPulse.Silo.Storage.Sqlite.Checks;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage.Checks;

public sealed class SqliteCheckTests() : CheckConformance(new SqliteEngine())
{
    [Theory]
    [InlineData("UPDATE commits SET last = 1", "commits: the table must have one row with at least")]
    [InlineData("DELETE FROM commits", "commits: …0 rows")]
    [InlineData(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX ix_jobs_label ON jobs(label)' WHERE name = 'ix_jobs_label'",
        "PRAGMA integrity_check: …The file is corrupt."
    )]
    [InlineData(
        "PRAGMA foreign_keys = OFF; INSERT INTO OrleansMembershipTable VALUES('d', 'a', 1, 1, 's', 'h', 1, NULL, NULL, '', '')",
        "OrleansMembershipTable: rows refer to a row that does not exist"
    )]
    [InlineData(
        "PRAGMA foreign_keys = OFF; UPDATE visits SET job_id = 77 WHERE job_id = 6",
        "visits, job 77: 2 rows belong to a job that does not exist"
    )]
    [InlineData(
        "UPDATE visits SET image_urls = 'x' WHERE job_id = 5 AND visit_no = 1",
        "visits, job 5: visit 1 has 2 images, unreadable URLs"
    )]
    [InlineData(
        "UPDATE visits SET image_references = '[]' WHERE job_id = 6 AND visit_no = 0",
        "visits, job 6: visit 0 has 2 images, 2 URLs, and 0 references"
    )]
    [InlineData("UPDATE jobs SET ended_at = 'x' WHERE job_id = 1", "jobs: the rows cannot be read: ")]
    public async Task A_contradiction_of_SQLite_is_found(string statement, string expected)
    {
        await FillAsync();
        await CorruptAsync(statement);
        await FindsAsync(expected);
    }

    [Theory]
    [InlineData("", "There is no database")]
    [InlineData("PRAGMA application_id = 1", "is not a database of RetailPulse")]
    [InlineData("PRAGMA user_version = 3", "has schema 3, and this program checks schema")]
    [InlineData("PRAGMA user_version = 999", "has schema 999, and this program knows up to")]
    public void A_file_that_is_not_of_this_version_is_not_checked(string statement, string expected)
    {
        using var other = new SqliteFolder();
        if (statement.Length > 0)
        {
            new RetailPulse.Silo.Storage.Sqlite.SqliteDatabase(other.ConnectionString, alone: true).Dispose();
            other.Execute(statement);
        }

        Assert.Contains(
            expected,
            Assert.Throws<StorageException>(() => SqliteCheck.Open(other.ConnectionString)).Message,
            StringComparison.Ordinal
        );
    }
}

public sealed class PostgreSqlCheckTests(SharedPostgres server) : CheckConformance(new PostgreSqlEngine(server))
{
    [Theory]
    [InlineData(
        "UPDATE job_events SET commit_no = '9000000000' WHERE job_id = 1 AND kind = 'ended'",
        "commit_origin, job 1: an event has the transaction 9000000000"
    )]
    [InlineData("ALTER TABLE image_results DROP CONSTRAINT image_results_pkey", "image_results: the table has no primary key")]
    [InlineData(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_jobs_label'::regclass",
        "ix_jobs_label: the index is invalid"
    )]
    [InlineData(
        "ALTER TABLE visits DROP CONSTRAINT visits_job_id_fkey; UPDATE visits SET job_id = 77 WHERE job_id = 6",
        "visits, job 77: 2 rows belong to a job that does not exist"
    )]
    [InlineData(
        "UPDATE visits SET image_references = '{}' WHERE job_id = 6 AND visit_no = 0",
        "visits, job 6: visit 0 has 2 images, 2 URLs, and 0 references"
    )]
    public async Task A_contradiction_of_PostgreSQL_is_found(string statement, string expected)
    {
        await FillAsync();
        await CorruptAsync(statement);
        await FindsAsync(expected);
    }

    [Theory]
    [InlineData("", "has no tables of RetailPulse")]
    [InlineData("CREATE TABLE retailpulse_schema AS SELECT 3 AS version", "has schema 3, and this program checks schema")]
    [InlineData("CREATE TABLE retailpulse_schema AS SELECT 999 AS version", "has schema 999, and this program knows up to")]
    public async Task A_database_that_is_not_of_this_version_is_not_checked(string statement, string expected)
    {
        var other = await server.RestoreDatabaseAsync($"SELECT 1; {statement}");
        var refused = await Assert.ThrowsAsync<StorageException>(() => PostgreSqlCheck.OpenAsync(other, None));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }
}
