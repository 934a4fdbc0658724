using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>
/// Tests the order in which failures are read when several silos commit at once. Other tests' writes on the same server hold failures back
/// briefly.
/// </summary>
public sealed class PostgreSqlCommitOrderTests(SharedPostgres server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;
    private string connectionString = "";
    private PostgreSqlDatabase database = null!;
    private PostgreSqlLedger ledger = null!;

    public async ValueTask InitializeAsync()
    {
        connectionString = await server.CreateEmptyDatabaseAsync();
        Open();
        await ledger.RecordSubmissionAsync(1, Grid(visits: 1, images: 9), Noon, None);
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    [Fact]
    public async Task Of_transactions_that_commit_in_the_opposite_order_no_failure_is_missed()
    {
        await using var first = await BeginAsync();
        await FailAsync(first, image: 5);
        await using var second = await BeginAsync();
        await FailAsync(second, image: 4);
        await second.Transaction.CommitAsync();
        var between = await ReadAsync(FailureCursor.Start);
        Assert.Empty(between.Failures);
        Assert.True(between.HeldBack);

        await FailAsync(first, image: 6);
        await first.Transaction.CommitAsync();
        var after = await ReadAllAsync(FailureCursor.Start);
        Assert.Equal([5, 6, 4], after.Select(failure => failure.Place.Image));
        Assert.Equal([6, 4], (await ReadAllAsync(after[0].Cursor)).Select(failure => failure.Place.Image));
    }

    [Fact]
    public async Task What_was_committed_before_the_oldest_open_transaction_is_read()
    {
        await RecordAsync(image: 0);
        await using var open = await BeginAsync();
        await FailAsync(open, image: 1);
        await RecordAsync(image: 2);
        var page = await ReadAsync(FailureCursor.Start);
        await Eventually.TrueAsync(async () => (page = await ReadAsync(FailureCursor.Start)).Failures.Count > 0, "the first is read");
        Assert.Equal([0], page.Failures.Select(failure => failure.Place.Image));
        Assert.True(page.HeldBack);
        await open.Transaction.RollbackAsync();
        Assert.Equal([2], (await ReadAllAsync(page.Failures[0].Cursor)).Select(failure => failure.Place.Image));
    }

    [Fact]
    public async Task A_transaction_that_only_reads_holds_nothing_back()
    {
        await using var open = await BeginAsync();
        await ExecuteAsync(open, "SELECT count(*) FROM image_results");
        await RecordAsync(image: 0);
        Assert.Single(await ReadAllAsync(FailureCursor.Start));
    }

    [Fact]
    public async Task Only_failures_carry_a_number()
    {
        await RecordAsync(image: 0);
        Assert.True(
            await ledger.RecordResultAsync(
                new ImageResult(1, 0, 1, new ImageOutcome(ImageReason.None, "png", 4, 3, 100, TimeSpan.Zero), 1, [], Noon, "S"),
                None
            )
        );
        Assert.Equal(
            [(0, false), (1, true)],
            await database.QueryAsync(
                "SELECT image_no, commit_no IS NULL FROM image_results ORDER BY 1",
                row => (row.GetInt32(0), row.GetBoolean(1)),
                None
            )
        );
    }

    [Fact]
    public async Task Commit_numbers_of_a_restored_dump_are_ignored()
    {
        await RecordAsync(image: 3);
        await database.ExecuteAsync(
            "UPDATE image_results SET commit_no = '99999999999'; UPDATE commit_origin SET server = server + 1",
            None
        );
        Assert.True((await ReadAsync(FailureCursor.Start)).HeldBack);

        await CloseAsync();
        Open();
        await RecordAsync(image: 1);
        var failures = await ReadAllAsync(FailureCursor.Start);
        Assert.Equal([3, 1], failures.Select(failure => failure.Place.Image));
        Assert.Equal(0, failures[0].Cursor.Commit);
        await CloseAsync();
        Open();
        Assert.Equal(failures, await ReadAllAsync(FailureCursor.Start));
    }

    [Fact]
    public async Task Of_many_results_only_the_failures_behind_the_cursor_are_read()
    {
        await database.ExecuteAsync(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT 1, n, 0, 0, CASE WHEN n % 3 = 0 THEN 'dns' END, 0, 0, 0, 0, 1, 1, now(), '' FROM generate_series(1, 30000) AS n
            """,
            None
        );
        await database.ExecuteAsync("ANALYZE image_results", None);
        await using var snapshot = await PostgreSqlSnapshot.OpenAsync(database, PostgreSqlSnapshot.Upwards, None);
        var plan = string.Join(
            '\n',
            await snapshot.QueryAsync($"EXPLAIN {PostgreSqlResultReads.FailuresQuery}", row => row.GetString(0), None, 1L, 5L, 1, 0, 0, 500)
        );
        Assert.Contains("Index Scan using ix_image_results_failed_commits", plan);
        Assert.Matches(@"Index Cond: \(\(job_id = .*\) AND \(ROW\(commit_no", plan);
    }

    private void Open()
    {
        database = new PostgreSqlDatabase(connectionString, alone: false);
        ledger = new PostgreSqlLedger(database, Unheard.Ledger, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance);
    }

    private async Task CloseAsync()
    {
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task RecordAsync(int image) =>
        Assert.True(
            await ledger.RecordResultAsync(new ImageResult(1, 0, image, ImageOutcome.Failed(ImageReason.Dns), 1, [], Noon, "S"), None)
        );

    private async Task<PlacedFailures> ReadAsync(FailureCursor after)
    {
        await using var snapshot = await new PostgreSqlJobQueries(database).OpenSnapshotAsync(None);
        return await snapshot.ReadFailuresAsync(1, after, 10, None);
    }

    private async Task<IReadOnlyList<PlacedFailure>> ReadAllAsync(FailureCursor after)
    {
        PlacedFailures? page = null;
        await Eventually.TrueAsync(async () => !(page = await ReadAsync(after)).HeldBack, "nothing is held back");
        return page!.Failures;
    }

    private async Task<OpenTransaction> BeginAsync()
    {
        var connection = await database.Source.OpenConnectionAsync();
        return new OpenTransaction(connection, await connection.BeginTransactionAsync());
    }

    private static Task FailAsync(OpenTransaction open, int image) =>
        ExecuteAsync(
            open,
            $"""
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            VALUES(1, 0, {image}, 0, 'dns', 0, 0, 0, 0, 1, 1, now(), '')
            """
        );

    private static async Task ExecuteAsync(OpenTransaction open, string statement)
    {
        await using var command = new NpgsqlCommand(statement, open.Connection, open.Transaction);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The transaction of a silo that has not committed yet.</summary>
    private sealed record OpenTransaction(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
