using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads the results of a job's images.</summary>
internal static class SqliteResultReads
{
    public static List<PlacedResult> Read(SqliteSession session, long jobId, ResultRange range) =>
        session.Query(
            ResultsQuery(range),
            row => new PlacedResult(
                new ImagePlace(row.GetInt32(0), row.GetInt32(1)),
                ReadResult(row) with
                {
                    Analysis = row.IsDBNull(12) ? null : row.GetString(12),
                }
            ),
            ("$job", jobId),
            ("$visit", range.After.Visit),
            ("$image", range.After.Image),
            ("$last", range.LastVisit),
            ("$limit", range.Limit),
            ("$reason", range.Reason?.Code())
        );

    public static List<PlacedFailure> ReadFailures(SqliteSession session, long jobId, FailureCursor after, int limit) =>
        session.Query(
            """
            SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures, finished_at, content_hash, commit_no, run
            FROM image_results INDEXED BY ix_image_results_failed_commits
            WHERE job_id = $job AND reason IS NOT NULL AND (commit_no, visit_no, image_no, run) > ($commit, $visit, $image, $run)
            ORDER BY commit_no, visit_no, image_no, run LIMIT $limit
            """,
            row => new PlacedFailure(
                new FailureCursor(row.GetInt64(12), row.GetInt32(0), row.GetInt32(1), row.GetInt32(13)),
                ReadResult(row)
            ),
            ("$job", jobId),
            ("$commit", after.Commit),
            ("$visit", after.Visit),
            ("$image", after.Image),
            ("$run", after.Run),
            ("$limit", limit)
        );

    public static List<ImageRun> ReadRuns(SqliteSession session, long jobId, ImagePlace place) =>
        session.Query(
            """
            SELECT run, reason, attempts, earlier_failures, earlier_attempts, finished_at, elapsed_ms, silo
            FROM image_results WHERE job_id = $job AND visit_no = $visit AND image_no = $image ORDER BY run
            """,
            row => new ImageRun(
                row.GetInt32(0),
                row.IsDBNull(1) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(1)),
                row.GetInt32(2),
                EarlierFailures.Parse(row.IsDBNull(3) ? null : row.GetString(3)),
                EarlierAttempts.Parse(row.IsDBNull(4) ? null : row.GetString(4)),
                SqliteTime.Parse(row.GetString(5)),
                TimeSpan.FromMilliseconds(row.GetInt64(6)),
                row.GetString(7)
            ),
            ("$job", jobId),
            ("$visit", place.Visit),
            ("$image", place.Image)
        );

    /// <summary>Returns the query for a page of results.</summary>
    internal static string ResultsQuery(ResultRange range) =>
        $"""
            SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures, finished_at, content_hash, analysis FROM image_results AS r {Index(
                range
            )}
            WHERE job_id = $job AND (visit_no, image_no) > ($visit, $image) AND visit_no <= $last {Kind(range)}
              AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
            ORDER BY visit_no, image_no LIMIT $limit
            """;

    /// <summary>Names the index of failures. Without statistics, SQLite would read all results instead.</summary>
    private static string Index(ResultRange range) =>
        range is { Reason: not null } or { Measured: false } ? "INDEXED BY ix_image_results_failed" : "";

    private static string Kind(ResultRange range) =>
        range switch
        {
            { Reason: not null } => "AND reason = $reason",
            { Measured: true } => "AND reason IS NULL",
            { Measured: false } => "AND reason IS NOT NULL",
            _ => "",
        };

    /// <summary>Reads a result from the columns that every query for results begins with. The analysis is not one: failures have none.</summary>
    internal static RecordedResult ReadResult(SqliteDataReader row) =>
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
            SqliteTime.Parse(row.GetString(10))
        );
}
