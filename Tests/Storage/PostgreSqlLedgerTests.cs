using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class PostgreSqlLedgerTests(SharedPostgres server) : LedgerConformance(new PostgreSqlEngine(server))
{
    [Fact]
    public async Task Visit_times_that_are_dates_can_be_searched_as_such()
    {
        await Ledger.RecordSubmissionAsync(
            1,
            new JobSubmission([
                new("S1", "2026-05-04T09:30:00+05:30", ["http://a.example/"]),
                new("S1", "0001-01-01", ["http://a.example/"]),
                new("S1", "time of store visit", ["http://a.example/"]),
            ]),
            DateTimeOffset.UnixEpoch,
            CancellationToken.None
        );
        Assert.Equal(
            ["0001-01-01 00:00:00", "2026-05-04 04:00:00"],
            await Engine.ReadAsync(
                "SELECT (visit_date AT TIME ZONE 'UTC')::text FROM visits WHERE visit_date IS NOT NULL ORDER BY visit_date"
            )
        );
    }

    [Fact]
    public async Task Two_processes_with_results_of_the_same_images_never_wait_for_each_other_in_a_circle()
    {
        await Ledger.RecordSubmissionAsync(1, Submissions.Grid(visits: 20, images: 100), DateTimeOffset.UnixEpoch, CancellationToken.None);
        await using var other = ((PostgreSqlEngine)Engine).OpenLedger();
        var images = Enumerable.Range(0, 2_000).ToArray();
        var taken = await Task.WhenAll(
            images.Select(image => RecordAsync(Ledger, image)).Concat(images.Reverse().Select(image => RecordAsync(other, image)))
        );
        Assert.Equal(2_000, taken.Count(first => first));
        Assert.Equal(new JobTally(20, 2_000, 0), await Ledger.TallyAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task Large_writes_outlast_the_time_limit_of_other_statements()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var hurried = new PostgreSqlDatabase($"{connectionString};Command Timeout=1", alone: false);
        await using var ledger = new PostgreSqlLedger(
            hurried,
            Unheard.Ledger,
            TimeProvider.System,
            NullLogger<GroupCommit<ImageResult>>.Instance
        );
        foreach (var job in (long[])[1, 2])
            await ledger.SubmitAsync(job, Submissions.Grid(visits: 1, images: 1));
        await ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.Http404);
        await ledger.RecordEndAsync(1, JobStatus.Failed, DateTimeOffset.UnixEpoch, CancellationToken.None);

        await using var other = NpgsqlDataSource.Create(connectionString);
        await using var connection = await other.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var held = new NpgsqlCommand("SELECT job_id FROM jobs FOR UPDATE", connection);
        await held.ExecuteNonQueryAsync();
        var retry = ledger.RecordRetryAsync(
            1,
            new RetrySelection(Host: "images.example"),
            DateTimeOffset.UnixEpoch,
            CancellationToken.None
        );
        var unknown = ledger.RecordUnknownStoresAsync(2, new ImagesOfVisits([0]), DateTimeOffset.UnixEpoch, CancellationToken.None);
        await using var waiting = other.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND now() - query_start > '2 s'"
        );
        await Eventually.TrueAsync(async () => await waiting.ExecuteScalarAsync() is 2L, "both statements wait longer than usual");
        await transaction.CommitAsync();
        Assert.Equal((1, 1), (await retry, await unknown));
    }

    private static Task<bool> RecordAsync(ILedger ledger, int image) =>
        ledger
            .RecordResultAsync(
                new ImageResult(
                    1,
                    image / 100,
                    image % 100,
                    new ImageOutcome(ImageReason.None, "png", 4, 3, 100, TimeSpan.Zero),
                    1,
                    [],
                    DateTimeOffset.UnixEpoch,
                    "S"
                ),
                CancellationToken.None
            )
            .AsTask();
}
