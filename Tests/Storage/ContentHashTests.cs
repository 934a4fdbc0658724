using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Ledger;
using RetailPulse.Silo.Storage.Sqlite.Reading;

namespace RetailPulse.Tests.Storage;

/// <summary>
/// Tests the table in which images are looked up by their bytes: after a crash, indexing completes, and the hashes of an older schema are
/// dropped.
/// </summary>
public sealed class ContentHashTests(SharedPostgres server)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task SQLite_restarts_interrupted_indexing()
    {
        using var folder = new SqliteFolder();
        using (var database = new SqliteDatabase(folder.ConnectionString, alone: true))
        {
            await EndAsync(new SqliteLedger(database, Unheard.Ledger, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance));
            folder.Execute("CREATE TRIGGER broken BEFORE UPDATE OF hashes_due ON jobs BEGIN SELECT RAISE(ABORT, 'broken'); END");
            using var photos = new SqlitePhotos(database);
            await Assert.ThrowsAnyAsync<Exception>(() => photos.IndexAsync([1], None));
        }

        // Some of the batches had not been written to disk.
        folder.Execute("DROP TRIGGER broken");
        folder.Execute("DELETE FROM content_hashes WHERE hash_start > 4000000000000000000");
        using var again = new SqliteDatabase(folder.ConnectionString, alone: true);
        using var next = new SqlitePhotos(again);
        await EntersWholeAsync(next, new SqliteJobQueries(again));
        Assert.Equal(5_000L, folder.Execute("SELECT count(*) FROM content_hashes"));
    }

    [Fact]
    public async Task PostgreSQL_restarts_interrupted_indexing()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using (var database = new PostgreSqlDatabase(connectionString, alone: false))
        {
            await EndAsync(
                new PostgreSqlLedger(database, Unheard.Ledger, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance)
            );
            await database.ExecuteAsync(
                "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END'",
                None
            );
            await database.ExecuteAsync(
                "CREATE TRIGGER broken BEFORE UPDATE OF hashes_due ON jobs FOR EACH ROW EXECUTE FUNCTION broken()",
                None
            );
            using var photos = new PostgreSqlPhotos(database);
            await Assert.ThrowsAnyAsync<Exception>(() => photos.IndexAsync([1], None));

            // Some entries had not been written to disk.
            await database.ExecuteAsync("DROP TRIGGER broken ON jobs", None);
            await database.ExecuteAsync("DELETE FROM content_hashes WHERE hash_start > 4000000000000000000", None);
        }

        await using var again = new PostgreSqlDatabase(connectionString, alone: false);
        using var next = new PostgreSqlPhotos(again);
        await EntersWholeAsync(next, new PostgreSqlJobQueries(again));
        Assert.Equal([5_000], await again.QueryAsync("SELECT count(*)::integer FROM content_hashes", row => row.GetInt32(0), None));
    }

    [Fact]
    public async Task SQLite_drops_the_hashes_of_an_older_schema()
    {
        using var folder = new SqliteFolder();
        OlderSchema.Create(folder, version: 15);
        folder.Execute(OlderRows("'[\"http://a.example/\"]'", "x'F00000000000000000000000000000AB'"));
        using var database = new SqliteDatabase(folder.ConnectionString, alone: true);
        using var photos = new SqlitePhotos(database);
        await FindsNothingAsync(photos, new SqliteJobQueries(database));
        Assert.Equal(0L, folder.Execute("SELECT count(content_hash) FROM image_results"));
    }

    [Fact]
    public async Task PostgreSQL_drops_the_hashes_of_an_older_schema()
    {
        var connectionString = await OlderSchema.CreateAsync(
            server,
            version: 15,
            OlderRows("'{http://a.example/}'", @"'\xF00000000000000000000000000000AB'")
        );
        await using var database = new PostgreSqlDatabase(connectionString, alone: false);
        using var photos = new PostgreSqlPhotos(database);
        await FindsNothingAsync(photos, new PostgreSqlJobQueries(database));
        Assert.Equal(
            [0],
            await database.QueryAsync("SELECT count(content_hash)::integer FROM image_results", row => row.GetInt32(0), None)
        );
    }

    /// <summary>Records five visits of a thousand photos each. The last visit repeats the photos of the first.</summary>
    private static async Task EndAsync<TLedger>(TLedger ledger)
        where TLedger : ILedger, IAsyncDisposable
    {
        await using var disposed = ledger;
        await ledger.RecordSubmissionAsync(1, Submissions.Grid(visits: 5, images: 1_000), Noon, None);
        await Task.WhenAll(
            Enumerable
                .Range(0, 5_000)
                .Select(image =>
                    ledger
                        .RecordResultAsync(
                            new ImageResult(
                                1,
                                image / 1_000,
                                image % 1_000,
                                new ImageOutcome(ImageReason.None, "png", 4, 3, 100, TimeSpan.Zero, HashOf(image % 4_000)),
                                1,
                                [],
                                Noon,
                                "S"
                            ),
                            None
                        )
                        .AsTask()
                )
        );
        await ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None);
    }

    /// <summary>Returns a hash that is scattered over all 128 bits.</summary>
    private static UInt128 HashOf(int photo) =>
        unchecked(
            (UInt128)(photo + 1) * UInt128.Parse("9E3779B97F4A7C15F39CC0605CEDC835", NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        );

    private static async Task EntersWholeAsync(IPhotoLedger photos, IJobQueries reads)
    {
        Assert.Equal([1], await photos.ReadUnindexedJobsAsync(None));
        await photos.IndexAsync([1], None);
        Assert.Empty(await photos.ReadUnindexedJobsAsync(None));
        var found = await reads.FindRepeatsAsync(1, ImagePlace.Start, 10_000, None);
        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(image => (new ImagePlace(4, image), new ImagePlace(0, image))),
            found.Images.Select(image => (image.Place, image.SeenIn.Place))
        );
    }

    /// <summary>Records two visits of an ended job with the same photo, of which only one has been indexed.</summary>
    private static string OlderRows(string urls, string hash) =>
        $"""
            INSERT INTO jobs(job_id, submitted_at, visits, images, status, ended_at, hashes_due) VALUES(1, '2026-05-04T12:00:00.000Z', 2, 2, 'completed', '2026-05-04T12:00:00.000Z', '1');
            INSERT INTO visits(job_id, visit_no, store_id, visit_time, image_urls, images) VALUES(1, 0, 'S1', 't', {urls}, 1), (1, 1, 'S2', 't', {urls}, 1);
            INSERT INTO image_results(job_id, visit_no, image_no, run, format, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo, content_hash)
            VALUES(1, 0, 0, 0, 'png', 4, 3, 14, 100, 1, 1, '2026-05-04T12:00:00.000Z', 'S', {hash}), (1, 1, 0, 0, 'png', 4, 3, 14, 100, 1, 1, '2026-05-04T12:00:00.000Z', 'S', {hash});
            INSERT INTO content_hashes(hash_start, job_id, visit_no, image_no) VALUES(-1152921504606846976, 1, 0, 0);
            """;

    private static async Task FindsNothingAsync(IPhotoLedger photos, IJobQueries reads)
    {
        Assert.Empty(await photos.ReadUnindexedJobsAsync(None));
        Assert.Empty((await reads.FindRepeatsAsync(1, ImagePlace.Start, 10, None)).Images);
    }
}
