using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Writes and reads retries of images.</summary>
internal static class SqliteRetries
{
    /// <summary>Inserts a retry of each selected image and returns their number.</summary>
    public static long Insert(SqliteSession session, long jobId, RetrySelection selection, DateTimeOffset at)
    {
        var place = selection.Place;
        var counted = place is null ? null : SqliteJobCounts.Find(session, jobId, place.Value.Visit, place.Value.Image);
        var count = session.Execute(
            $"""
            INSERT INTO retries(job_id, visit_no, image_no, run, image_url, requested_at)
            SELECT r.job_id, r.visit_no, r.image_no, r.run + 1, $url, $at FROM {(selection.Host is null ? "image_results AS r" : WithHosts)}
            WHERE r.job_id = $job AND r.reason IS NOT NULL{Conditions(selection)}
              AND {IsLatest} AND EXISTS (SELECT 1 FROM jobs WHERE job_id = $job AND status = 'failed')
            """,
            ("$job", jobId),
            ("$url", selection.Url),
            ("$at", SqliteTime.Format(at)),
            ("$reason", selection.Reason?.Code()),
            ("$host", selection.Host),
            ("$visit", place?.Visit),
            ("$image", place?.Image)
        );
        if (count == 0)
            return 0;
        Reopen(session, jobId, selection, at, count);
        SqliteEvents.Insert(session, jobId, JobEventKind.Retried, at, images: count);
        if (place is null)
            SqliteJobCounts.Subtract(session, jobId, selection.Reason?.Code(), selection.Host);
        else if (counted is { } row)
            SqliteJobCounts.Subtract(session, jobId, row);
        return count;
    }

    private static void Reopen(SqliteSession session, long jobId, RetrySelection selection, DateTimeOffset at, long images)
    {
        session.Execute(
            "UPDATE jobs SET status = $status, ended_at = NULL, closed = 0, run = run + 1 WHERE job_id = $job",
            ("$status", JobStatus.Ongoing.Code()),
            ("$job", jobId)
        );
        session.Execute(
            """
            INSERT INTO job_retries(job_id, run, requested_at, requested_by, images, visit_no, image_no)
            SELECT job_id, run, $at, $by, $images, $visit, $image FROM jobs WHERE job_id = $job
            """,
            ("$job", jobId),
            ("$at", SqliteTime.Format(at)),
            ("$by", selection.By),
            ("$images", images),
            ("$visit", selection.Place?.Visit),
            ("$image", selection.Place?.Image)
        );
    }

    /// <summary>Reads the retries of a visit, ordered by run.</summary>
    public static List<ImageRetry> Read(SqliteSession session, long jobId, int visit) =>
        session.Query(
            "SELECT image_no, run, image_url FROM retries WHERE job_id = $job AND visit_no = $visit ORDER BY run",
            row => new ImageRetry(row.GetInt32(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2)),
            ("$job", jobId),
            ("$visit", visit)
        );

    /// <summary>SQL condition for a result <c>r</c> after which its image was not retried.</summary>
    public const string IsLatest =
        "NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)";

    /// <summary>SQL expression for the current URL of an image, given its visit's array as <c>url</c>.</summary>
    public const string CurrentUrl = """
        ifnull((SELECT t.image_url FROM retries AS t
          WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no AND t.image_no = url.key AND t.image_url IS NOT NULL ORDER BY t.run DESC LIMIT 1), url.value)
        """;

    /// <summary>
    /// SQL source of failed images with their hosts. CROSS JOIN makes the visits with failures the outer loop, so the array of each is read
    /// once. A host without a port matches all of its ports, and with a colon only, that of the scheme.
    /// </summary>
    private const string WithHosts = $"""
        (SELECT DISTINCT visit_no FROM image_results WHERE job_id = $job AND reason IS NOT NULL) AS failing
          CROSS JOIN visits AS v ON v.job_id = $job AND v.visit_no = failing.visit_no
          CROSS JOIN json_each(v.image_urls) AS url ON $host IN (host_of({CurrentUrl}), host_and_port_of({CurrentUrl}), host_and_port_of({CurrentUrl}) || ':')
          CROSS JOIN image_results AS r ON r.visit_no = v.visit_no AND r.image_no = url.key
        """;

    private static string Conditions(RetrySelection selection) =>
        (selection.Reason is null ? "" : " AND r.reason = $reason")
        + (selection.Place is null ? "" : " AND r.visit_no = $visit AND r.image_no = $image");
}
