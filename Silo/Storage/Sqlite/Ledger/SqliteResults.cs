using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Writes and reads the results of images.</summary>
internal static class SqliteResults
{
    /// <summary>SQL condition for a job that accepts results.</summary>
    private const string Open = "closed = 0 AND status <> 'removed'";

    /// <summary>SQL source of the images <c>$first</c> to <c>$last</c> of the visits <c>$visits</c> of an open job.</summary>
    private const string ImagesOf = $"""
        json_each($visits) AS wanted CROSS JOIN visits AS v ON v.job_id = $job AND v.visit_no = wanted.value, json_each(v.image_urls) AS url
        WHERE url.key BETWEEN $first AND $last AND EXISTS (SELECT 1 FROM jobs WHERE job_id = $job AND {Open})
        """;

    /// <summary>SQL expression for the present run of an image of <see cref="ImagesOf"/>.</summary>
    private const string CurrentRun =
        "ifnull((SELECT max(t.run) FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no AND t.image_no = url.key), 0)";

    /// <summary>Inserts results. Returns for each whether it was the first of the image's run and its job was open.</summary>
    public static bool[] Insert(SqliteSession session, IReadOnlyList<ImageResult> batch)
    {
        var insert = session.Prepare(
            """
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, format, width, height, perimeter, bytes, attempts, earlier_failures, elapsed_ms, finished_at, silo,
              content_hash, commit_no, earlier_attempts, analysis)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ?5 IS NULL THEN 0 ELSE ?17 END, ?18, ?19) ON CONFLICT DO NOTHING
            """
        );
        var open = FindOpen(session, batch);
        var commit = batch.Any(result => !result.Outcome.Measured) ? SqliteEvents.NextCommit(session) : 0;
        bool[] recorded = [.. batch.Select(result => open.Contains(result.JobId) && Insert(insert, result, commit))];
        SqliteJobCounts.Add(session, batch.Where((_, i) => recorded[i]));
        return recorded;
    }

    /// <summary>
    /// Records a failure for every given image without a result. CROSS JOIN makes the given visits the outer loop; otherwise,
    /// SQLite would read the whole array for each visit of the job.
    /// </summary>
    public static long InsertUnknownStores(SqliteSession session, long jobId, ImagesOfVisits images, DateTimeOffset at)
    {
        var (reason, wanted) = (ImageReason.UnknownStore.Code(), JsonSerializer.Serialize(images.Visits));
        session.Execute(
            $"""
            INSERT INTO job_failures(job_id, reason, host, silo, images)
            SELECT $job, $reason, host_and_port_of({SqliteRetries.CurrentUrl}) AS host, '', count(*) FROM {ImagesOf}
              AND NOT EXISTS (SELECT 1 FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no = url.key AND r.run = {CurrentRun})
            GROUP BY host ON CONFLICT DO UPDATE SET images = images + excluded.images
            """,
            ("$reason", reason),
            ("$visits", wanted),
            ("$first", images.First),
            ("$last", images.Last),
            ("$job", jobId)
        );
        var recorded = session.Execute(
            $"""
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo, commit_no)
            SELECT v.job_id, v.visit_no, url.key, {CurrentRun}, $reason, 0, 0, 0, 0, 0, 0, $at, '', $commit FROM {ImagesOf} ON CONFLICT DO NOTHING
            """,
            ("$reason", reason),
            ("$at", SqliteTime.Format(at)),
            ("$commit", SqliteEvents.NextCommit(session)),
            ("$visits", wanted),
            ("$first", images.First),
            ("$last", images.Last),
            ("$job", jobId)
        );
        if (recorded > 0)
            SqliteJobCounts.Add(session, jobId, ImageReason.UnknownStore, "", recorded);
        return recorded;
    }

    /// <summary>Reads the outcomes of all runs.</summary>
    public static IEnumerable<(int Image, int Run, ImageOutcome Outcome)> ReadOutcomes(SqliteSession session, long jobId, int visit) =>
        session.Query(
            "SELECT image_no, reason, format, width, height, bytes, elapsed_ms, run, content_hash FROM image_results WHERE job_id = $job AND visit_no = $visit",
            row => (row.GetInt32(0), row.GetInt32(7), ReadOutcome(row)),
            ("$job", jobId),
            ("$visit", visit)
        );

    public static List<StoreError> ReadStoreErrors(SqliteSession session, long jobId) =>
        StoreErrors.FindMostSevere(
            session.Query(
                """
                WITH failures AS (
                  SELECT DISTINCT v.store_id, r.reason FROM image_results AS r JOIN visits AS v USING (job_id, visit_no)
                  WHERE r.job_id = $job AND r.reason IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)),
                stores AS (SELECT store_id, min(visit_no) AS first FROM visits WHERE job_id = $job GROUP BY store_id)
                SELECT store_id, reason, first FROM failures JOIN stores USING (store_id)
                """,
                row => new StoreFailure(row.GetString(0), StoredCodes.ParseReason(row.GetString(1)), row.GetInt32(2)),
                ("$job", jobId)
            )
        );

    /// <summary>Finds the open jobs of a batch in one statement, so that the check costs the results of a large job nothing.</summary>
    private static HashSet<long> FindOpen(SqliteSession session, IReadOnlyList<ImageResult> batch) =>
        [
            .. session.Query(
                $"SELECT job_id FROM jobs WHERE job_id IN (SELECT value FROM json_each($jobs)) AND {Open}",
                row => row.GetInt64(0),
                ("$jobs", JsonSerializer.Serialize(batch.Select(result => result.JobId).Distinct()))
            ),
        ];

    private static bool Insert(SqliteStatement insert, in ImageResult result, long commit)
    {
        var outcome = result.Outcome;
        return insert
                .Bind(result.JobId)
                .Bind(result.Visit)
                .Bind(result.Image)
                .Bind(result.Run)
                .Bind(outcome.Reason.Code())
                .Bind(outcome.Format)
                .Bind(outcome.Width)
                .Bind(outcome.Height)
                .Bind(outcome.Perimeter)
                .Bind(outcome.Bytes)
                .Bind(result.Attempts)
                .Bind(EarlierFailures.Format(result.EarlierFailures))
                .Bind((long)outcome.Elapsed.TotalMilliseconds)
                .Bind(SqliteTime.Format(result.FinishedAt))
                .Bind(result.Silo)
                .Bind(ContentHash.Format(outcome.ContentHash))
                .Bind(commit)
                .Bind(EarlierAttempts.Format(result.EarlierAttempts))
                .Bind(result.Analysis)
                .Run() > 0;
    }

    private static ImageOutcome ReadOutcome(SqliteDataReader row) =>
        new(
            row.IsDBNull(1) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(1)),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.GetInt32(3),
            row.GetInt32(4),
            row.GetInt64(5),
            TimeSpan.FromMilliseconds(row.GetInt64(6)),
            row.IsDBNull(8) ? default : ContentHash.Parse(row.GetFieldValue<byte[]>(8))
        );
}
