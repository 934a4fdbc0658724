using System.Data.Common;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>The rules for rows on every engine. Each query returns the rows that violate one, and reads each table at most a few times.</summary>
/// <remarks>The rows of a job that is being removed, or uploaded, are incomplete, so most rules leave them out.</remarks>
internal static class RowRules
{
    /// <summary>Condition for a result <c>r</c> after which its image was not retried.</summary>
    public const string IsLatest =
        "NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)";

    private const string OfJob = $"JOIN jobs AS j ON j.job_id = r.job_id AND j.status <> '{JobTables.Removed}'";

    public static IEnumerable<RowRule> All(CheckSql sql) =>
        [
            .. JobTables.All.Select(table => WithoutJob(table.Name)),
            AttemptsWithoutDelivery,
            ResultsOutsideOfVisits,
            RunsWithoutRetry,
            RetriesWithoutFailure,
            WrongPerimeters,
            WrongUrls(sql),
            WrongCounts,
            WrongHosts(sql),
            PhotosWithoutResult(sql),
            ResultsWithoutPhoto(sql),
            WrongDeliveries,
            ClosedUploads,
            WrongThroughput,
            WrongInstallation,
        ];

    private static readonly RowRule AttemptsWithoutDelivery = new(
        "webhook_attempts",
        """
        SELECT a.job_id, a.delivery_id, a.attempt_no FROM webhook_attempts AS a
        WHERE NOT EXISTS (SELECT 1 FROM webhook_deliveries AS d WHERE d.delivery_id = a.delivery_id AND d.job_id = a.job_id AND d.attempts >= a.attempt_no)
        """,
        row => $"the delivery '{row.GetString(1)}' of the job has no attempt {row.GetInt64(2)}.",
        "Stop the service, and delete the row."
    );

    private static readonly RowRule ResultsOutsideOfVisits = new(
        "image_results",
        $"""
        SELECT r.job_id, r.visit_no, r.image_no FROM image_results AS r {OfJob}
          LEFT JOIN visits AS v ON v.job_id = r.job_id AND v.visit_no = r.visit_no
        WHERE v.images IS NULL OR r.image_no < 0 OR r.image_no >= v.images
        """,
        row => $"a result is stored for {Place(row)}, which was not submitted.",
        Advice.Resubmit
    );

    private static readonly RowRule RunsWithoutRetry = new(
        "image_results",
        $"""
        SELECT r.job_id, r.visit_no, r.image_no, r.run FROM image_results AS r {OfJob}
        WHERE r.run <> 0 AND NOT EXISTS (
          SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run = r.run)
        """,
        row => $"a result is stored for run {row.GetInt64(3)} of {Place(row)}, which was not retried that often.",
        Advice.Resubmit
    );

    private static readonly RowRule RetriesWithoutFailure = new(
        "retries",
        $"""
        SELECT r.job_id, r.visit_no, r.image_no, r.run FROM retries AS r {OfJob}
        WHERE r.run < 1 OR NOT EXISTS (
          SELECT 1 FROM image_results AS f
          WHERE f.job_id = r.job_id AND f.visit_no = r.visit_no AND f.image_no = r.image_no AND f.run = r.run - 1 AND f.reason IS NOT NULL)
        """,
        row => $"run {row.GetInt64(3)} of {Place(row)} is stored, and the run before has not failed.",
        Advice.Resubmit
    );

    private static readonly RowRule WrongPerimeters = new(
        "image_results",
        """
        SELECT job_id, visit_no, image_no, width, height, perimeter FROM image_results
        WHERE reason IS NULL AND (width < 1 OR height < 1 OR perimeter <> 2 * (CAST(width AS bigint) + height))
        """,
        row => $"{Place(row)} is measured with {row.GetInt64(3)} × {row.GetInt64(4)} pixels and the perimeter {row.GetInt64(5)}.",
        Advice.Resubmit
    );

    private static readonly RowRule WrongCounts = new(
        "job_counts",
        $"""
        SELECT job_id, reason, CAST(sum(counted) AS bigint), CAST(sum(stored) AS bigint) FROM (
          SELECT job_id, reason, images AS counted, 0 AS stored FROM job_counts
          UNION ALL
          SELECT r.job_id, coalesce(r.reason, ''), 0, count(*) FROM image_results AS r WHERE r.reason IS NULL OR {IsLatest} GROUP BY 1, 2) AS r
        WHERE EXISTS (SELECT 1 FROM jobs AS j WHERE j.job_id = r.job_id AND j.status <> '{JobTables.Removed}')
        GROUP BY job_id, reason HAVING sum(counted) <> sum(stored) ORDER BY job_id, reason
        """,
        row => $"{row.GetInt64(2)} images are counted as {Reason(row)}, and {row.GetInt64(3)} results are.",
        Advice.Recount
    );

    private static readonly RowRule WrongDeliveries = new(
        "webhook_deliveries",
        """
        SELECT job_id, delivery_id, state FROM webhook_deliveries
        WHERE state NOT IN ('pending', 'delivered', 'failed') OR (state = 'pending') <> (next_attempt_at IS NOT NULL) OR (state = 'delivered' AND attempts < 1)
          OR attempts < 0 OR schedule_from < 0 OR schedule_from > attempts
        """,
        row => $"the delivery '{row.GetString(1)}' is {row.GetString(2)}, and its attempts or its next attempt contradict that.",
        row => $"Resend it: POST /api/v1/jobs/{row.GetInt64(0)}/webhooks/{row.GetString(1)}/resend"
    );

    private static readonly RowRule ClosedUploads = new(
        "uploads",
        $"SELECT u.job_id, j.status FROM uploads AS u JOIN jobs AS j ON j.job_id = u.job_id WHERE j.status <> '{JobTables.Removed}'",
        row => $"the job is {row.GetString(1)}, and its upload is not complete.",
        row => $"Stop the service, and run: DELETE FROM uploads WHERE job_id = {row.GetInt64(0)}. Otherwise, the job is lost."
    );

    /// <summary>The figures of a minute cannot be compared with results: a silo that dies loses its last minute, and jobs are deleted.</summary>
    private static readonly RowRule WrongThroughput = new(
        "throughput",
        "SELECT NULL, silo, images, failed FROM throughput WHERE failed < 0 OR images < failed",
        row => $"silo {row.GetString(1)} counts {row.GetInt64(2)} results in a minute, of which {row.GetInt64(3)} failed.",
        "Only the throughput of that minute is wrong. Stop the service, and delete the row."
    );

    private static readonly RowRule WrongInstallation = new(
        "installation",
        "SELECT NULL, count(*) FROM installation HAVING count(*) <> 1",
        row => $"the secret of the installation must be stored once, and is stored {row.GetInt64(1)} times.",
        "The next start creates another one, with which no earlier photo is found to be repeated. Restore a backup without this finding."
    );

    private static RowRule WithoutJob(string table) =>
        new(
            table,
            $"""
            SELECT r.job_id, r.number FROM (SELECT job_id, count(*) AS number FROM {table} GROUP BY job_id) AS r
            WHERE NOT EXISTS (SELECT 1 FROM jobs AS j WHERE j.job_id = r.job_id) ORDER BY r.job_id
            """,
            row => $"{row.GetInt64(1)} rows belong to a job that does not exist.",
            row => Advice.Remove(table, row.GetInt64(0))
        );

    private static RowRule WrongUrls(CheckSql sql) =>
        new(
            "visits",
            $"""
            SELECT r.job_id, r.visit_no, r.images, r.urls, r.named FROM (
              SELECT job_id, visit_no, images, {sql.UrlCount} AS urls, coalesce({sql.ReferenceCount}, images) AS named FROM visits AS v) AS r
            WHERE r.images < 1 OR r.images <> r.urls OR r.images <> r.named
            """,
            row =>
                $"visit {row.GetInt64(1)} has {row.GetInt64(2)} images, {Readable(row.GetInt64(3))} URLs, and {Readable(row.GetInt64(4))} references.",
            Advice.Resubmit
        );

    private static RowRule WrongHosts(CheckSql sql) =>
        new(
            "job_failures",
            $"""
            SELECT job_id, reason, CAST(sum(counted) AS bigint), CAST(sum(stored) AS bigint), host FROM (
              SELECT job_id, reason, host, images AS counted, 0 AS stored FROM job_failures
              UNION ALL
              {sql.FailuresByHost}) AS r
            WHERE EXISTS (SELECT 1 FROM jobs AS j WHERE j.job_id = r.job_id AND j.status <> '{JobTables.Removed}')
            GROUP BY job_id, reason, host HAVING sum(counted) <> sum(stored) ORDER BY job_id, reason, host
            """,
            row => $"{row.GetInt64(2)} images of {row.GetString(4)} are counted as {Reason(row)}, and {row.GetInt64(3)} results are.",
            Advice.Recount
        );

    private static RowRule PhotosWithoutResult(CheckSql sql) =>
        new(
            "content_hashes",
            $"""
            SELECT h.job_id, h.visit_no, h.image_no FROM content_hashes AS h
            WHERE NOT EXISTS (
              SELECT 1 FROM image_results AS r JOIN jobs AS j ON j.job_id = r.job_id
              WHERE r.job_id = h.job_id AND r.visit_no = h.visit_no AND r.image_no = h.image_no AND r.content_hash IS NOT NULL
                AND {sql.HashStart} = h.hash_start AND j.tenant = h.tenant)
            """,
            row => $"{Place(row)} is in the index of photos, and has no result with these bytes.",
            "Stop the service, and delete the row."
        );

    private static RowRule ResultsWithoutPhoto(CheckSql sql) =>
        new(
            "content_hashes",
            $"""
            SELECT r.job_id, r.visit_no, r.image_no FROM image_results AS r {OfJob}
            WHERE r.content_hash IS NOT NULL AND j.ended_at IS NOT NULL AND NOT (CASE WHEN j.hashes_due THEN 1 ELSE 0 END = 1) AND NOT EXISTS (
              SELECT 1 FROM content_hashes AS h
              WHERE h.tenant = j.tenant AND h.hash_start = {sql.HashStart} AND h.job_id = r.job_id AND h.visit_no = r.visit_no AND h.image_no = r.image_no)
            """,
            row => $"{Place(row)} is not in the index of photos, so that copies of it are not found.",
            row => $"Stop the service, and run: UPDATE jobs SET hashes_due = true WHERE job_id = {row.GetInt64(0)}"
        );

    private static string Place(DbDataReader row) => $"image {row.GetInt64(2)} of visit {row.GetInt64(1)}";

    private static string Reason(DbDataReader row) => row.GetString(1) is { Length: > 0 } reason ? $"'{reason}'" : "measured";

    private static string Readable(long number) => number < 0 ? "unreadable" : $"{number}";
}
