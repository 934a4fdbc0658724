using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using static SQLitePCL.raw;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that a visit is found without its URLs, which can be megabytes.</summary>
public sealed class SqliteVisitRowsTests : IDisposable
{
    private const int Images = 100;

    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Long_URLs_do_not_slow_down_the_search_for_repeated_photos()
    {
        using var database = new SqliteDatabase(folder.ConnectionString, alone: true);
        folder.Execute($"INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, '', 1, {Images}), (2, '', 1, {Images})");
        AddVisit(job: 1, urlLength: 30);
        AddVisit(job: 2, urlLength: 8_000);

        var (few, many) = (PagesOf(job: 1), PagesOf(job: 2));

        Assert.InRange(many, Images, few * 2);
    }

    private void AddVisit(long job, int urlLength)
    {
        var urls = $"[{string.Join(',', Enumerable.Repeat($"\"{new string('u', urlLength)}\"", Images))}]";
        folder.Execute(
            $"INSERT INTO visits(job_id, visit_no, store_id, visit_time, image_urls, images) VALUES({job}, 0, 'S1', '', '{urls}', {Images})"
        );
        folder.Execute(
            $"""
            INSERT INTO image_results(job_id, visit_no, image_no, run, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo, content_hash)
            SELECT {job}, 0, value, 0, 1, 1, 4, 1, 1, 1, '', '', randomblob(16) FROM json_each('[{string.Join(
                ',',
                Enumerable.Range(0, Images)
            )}]')
            """
        );
    }

    /// <summary>Returns the number of pages that the query looks at, in the cache or in the file.</summary>
    private int PagesOf(long job)
    {
        using var connection = SqliteConnections.Open(new SqliteConnection($"{folder.ConnectionString};Pooling=False"));
        SqliteFunctions.AddTo(connection);
        using var command = connection.CreateCommand();
        command.CommandText = SqliteRepeats.Query;
        command.Parameters.AddWithValue("$job", job);
        command.Parameters.AddWithValue("$visit", -1);
        command.Parameters.AddWithValue("$image", -1);
        command.Parameters.AddWithValue("$limit", Images);
        using (var reader = command.ExecuteReader())
            Assert.Equal(Images, Count(reader));
        return Status(connection, SQLITE_DBSTATUS_CACHE_HIT) + Status(connection, SQLITE_DBSTATUS_CACHE_MISS);
    }

    private static int Count(SqliteDataReader reader)
    {
        var rows = 0;
        while (reader.Read())
            rows++;
        return rows;
    }

    private static int Status(SqliteConnection connection, int counter)
    {
        Assert.Equal(SQLITE_OK, sqlite3_db_status(connection.Handle, counter, out var value, out _, resetFlg: 0));
        return value;
    }
}
