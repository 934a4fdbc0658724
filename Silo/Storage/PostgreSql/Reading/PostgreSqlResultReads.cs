using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads the results of a job's images.</summary>
internal static class PostgreSqlResultReads
{
    /// <summary>Query for failures that also returns whether no earlier failure can follow.</summary>
    /// <remarks>
    /// All transactions below the snapshot's xmin have ended, and new ones have greater numbers. From xmin on, a transaction may still be
    /// in progress, even if others with greater numbers are already visible.
    /// </remarks>
    internal const string FailuresQuery = """
        SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures::text, finished_at, content_hash, commit_no, run,
          commit_no < pg_snapshot_xmin(pg_current_snapshot())
        FROM image_results
        WHERE job_id = $1 AND reason IS NOT NULL AND (commit_no, visit_no, image_no, run) > ($2::text::xid8, $3, $4, $5)
        ORDER BY commit_no, visit_no, image_no, run LIMIT $6
        """;

    public static async Task<IReadOnlyList<PlacedResult>> ReadAsync(
        PostgreSqlSnapshot snapshot,
        long jobId,
        ResultRange range,
        CancellationToken cancellationToken
    ) =>
        await snapshot
            .QueryAsync(
                ResultsQuery(range),
                row => new PlacedResult(
                    new ImagePlace(row.GetInt32(0), row.GetInt32(1)),
                    ReadResult(row) with
                    {
                        Analysis = row.IsDBNull(12) ? null : row.GetString(12),
                    }
                ),
                cancellationToken,
                [
                    jobId,
                    range.After.Visit,
                    range.After.Image,
                    range.LastVisit,
                    range.Limit,
                    .. range.Reason is { } reason ? [reason.Code()!] : Array.Empty<object>(),
                ]
            )
            .ConfigureAwait(false);

    public static async Task<PlacedFailures> ReadFailuresAsync(
        PostgreSqlSnapshot snapshot,
        long jobId,
        FailureCursor after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var seen = await snapshot
            .QueryAsync(
                FailuresQuery,
                row => (Settled: row.GetBoolean(14), Failure: new PlacedFailure(ReadCursor(row), ReadResult(row))),
                cancellationToken,
                jobId,
                after.Commit,
                after.Visit,
                after.Image,
                after.Run,
                limit
            )
            .ConfigureAwait(false);
        PlacedFailure[] settled = [.. seen.TakeWhile(failure => failure.Settled).Select(failure => failure.Failure)];
        return new PlacedFailures(settled, HeldBack: settled.Length < seen.Count);
    }

    public static async Task<IReadOnlyList<ImageRun>> ReadRunsAsync(
        PostgreSqlSnapshot snapshot,
        long jobId,
        ImagePlace place,
        CancellationToken cancellationToken
    ) =>
        await snapshot
            .QueryAsync(
                """
                SELECT run, reason, attempts, earlier_failures::text, earlier_attempts::text, finished_at, elapsed_ms, silo
                FROM image_results WHERE job_id = $1 AND visit_no = $2 AND image_no = $3 ORDER BY run
                """,
                row => new ImageRun(
                    row.GetInt32(0),
                    row.IsDBNull(1) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(1)),
                    row.GetInt32(2),
                    EarlierFailures.Parse(row.IsDBNull(3) ? null : row.GetString(3)),
                    EarlierAttempts.Parse(row.IsDBNull(4) ? null : row.GetString(4)),
                    row.GetFieldValue<DateTimeOffset>(5),
                    TimeSpan.FromMilliseconds(row.GetInt64(6)),
                    row.GetString(7)
                ),
                cancellationToken,
                jobId,
                place.Visit,
                place.Image
            )
            .ConfigureAwait(false);

    /// <summary>Returns the query for a page of results.</summary>
    internal static string ResultsQuery(ResultRange range) =>
        $"""
            SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures::text, finished_at, content_hash, analysis FROM image_results AS r
            WHERE job_id = $1 AND (visit_no, image_no) > ($2, $3) AND visit_no <= $4{Kind(range)}
              AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
            ORDER BY visit_no, image_no LIMIT $5
            """;

    private static string Kind(ResultRange range) =>
        range switch
        {
            { Reason: not null } => " AND reason IS NOT NULL AND reason = $6",
            { Measured: true } => " AND reason IS NULL",
            { Measured: false } => " AND reason IS NOT NULL",
            _ => "",
        };

    private static FailureCursor ReadCursor(NpgsqlDataReader row) =>
        new((long)row.GetFieldValue<ulong>(12), row.GetInt32(0), row.GetInt32(1), row.GetInt32(13));

    /// <summary>Reads a result from the columns that every query for results begins with. The analysis is not one: failures have none.</summary>
    internal static RecordedResult ReadResult(NpgsqlDataReader row) =>
        new(
            new ImageOutcome(
                row.IsDBNull(2) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(2)),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.GetInt32(4),
                row.GetInt32(5),
                row.GetInt64(6),
                TimeSpan.FromMilliseconds(row.GetInt64(7)),
                row.IsDBNull(11) ? default : ContentHash.Parse(row.GetFieldValue<byte[]>(11))
            ),
            row.GetInt32(8),
            EarlierFailures.Parse(row.IsDBNull(9) ? null : row.GetString(9)),
            row.GetFieldValue<DateTimeOffset>(10)
        );
}
