using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteLedgerTests() : LedgerConformance(new SqliteEngine())
{
    private SqliteEngine Sqlite => (SqliteEngine)Engine;

    [Fact]
    public async Task Every_connection_waits_for_the_disk() =>
        Assert.Equal(2L, await Sqlite.Database.WriteAsync(Synchronous, CancellationToken.None));

    [Fact]
    public async Task A_full_disk_refuses_the_write_and_only_it()
    {
        await Sqlite.Database.WriteAsync(LeaveOnePage, CancellationToken.None);
        await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            Ledger.RecordSubmissionAsync(1, Submissions.Grid(visits: 1_000, images: 10), DateTimeOffset.UnixEpoch, CancellationToken.None)
        );
        Assert.Null(await Ledger.FindSubmissionAsync(1, CancellationToken.None));

        // The limit was a setting of the connection that failed.
        await Ledger.RecordSubmissionAsync(
            1,
            Submissions.Grid(visits: 1_000, images: 10),
            DateTimeOffset.UnixEpoch,
            CancellationToken.None
        );
        Assert.Equal(1_000, (await Ledger.FindSubmissionAsync(1, CancellationToken.None))!.Visits);
    }

    [Fact]
    public async Task Visit_times_that_are_dates_can_be_searched_as_such()
    {
        await Ledger.RecordSubmissionAsync(
            1,
            new JobSubmission([
                new("S1", "2026-05-04T09:30:00+05:30", ["http://a.example/"]),
                new("S1", "2026-05-04", ["http://a.example/"]),
                new("S1", "time of store visit", ["http://a.example/"]),
            ]),
            DateTimeOffset.UnixEpoch,
            CancellationToken.None
        );
        Assert.Equal(
            ["2026-05-04T00:00:00.000Z", "2026-05-04T04:00:00.000Z"],
            await Engine.ReadAsync("SELECT visit_date FROM visits WHERE visit_date IS NOT NULL ORDER BY visit_date")
        );
    }

    /// <summary>Simulates a full disk for the writing connection: the file may grow by only one page.</summary>
    private static long LeaveOnePage(SqliteSession session)
    {
        var pages = session.Query("PRAGMA page_count", row => row.GetInt64(0)).Single();
        return session.Query($"PRAGMA max_page_count = {pages + 1}", row => row.GetInt64(0)).Single();
    }

    private static long Synchronous(SqliteSession session) => session.Query("PRAGMA synchronous", row => row.GetInt64(0)).Single();
}
