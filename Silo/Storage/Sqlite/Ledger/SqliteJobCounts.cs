using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>
/// Counts the latest results of jobs by reason, and their failures also by host, in the transactions that record the results.
/// </summary>
/// <remarks>Each silo counts in rows of its own, as in PostgreSQL, where silos would otherwise wait for each other.</remarks>
internal static class SqliteJobCounts
{
    private const string Upsert = "ON CONFLICT DO UPDATE SET images = images + excluded.images";

    /// <summary>Statement that counts images of a job with one reason; <see cref="ListedJob.Measured"/> if they were measured.</summary>
    private const string Count = $"INSERT INTO job_counts(job_id, reason, silo, images) VALUES(?, ?, ?, ?) {Upsert}";

    private const string CountHost = $"INSERT INTO job_failures(job_id, reason, host, silo, images) VALUES(?, ?, ?, ?, ?) {Upsert}";

    /// <summary>SQL condition for failures that a retry selects.</summary>
    private const string Selected = """
        job_id = $job AND reason = ifnull($reason, reason) AND ($host IS NULL OR host = rtrim($host, ':') OR (host >= $host || ':' AND host < $host || ';'))
        """;

    /// <summary>Adds results that were recorded.</summary>
    public static void Add(SqliteSession session, IEnumerable<ImageResult> recorded)
    {
        foreach (var ((job, reason, silo), images) in recorded.CountBy(result => (result.JobId, result.Outcome.Reason, result.Silo)))
            Add(session, job, reason, silo, images);
        var failures = recorded.Where(result => !result.Outcome.Measured && result.Url is not null);
        foreach (
            var ((job, reason, host, silo), images) in failures.CountBy(result =>
                (result.JobId, result.Outcome.Reason, UrlHost.WithPort(result.Url!), result.Silo)
            )
        )
            session.Prepare(CountHost).Bind(job).Bind(reason.Code()).Bind(host).Bind(silo).Bind(images).Run();
    }

    public static void Add(SqliteSession session, long jobId, ImageReason reason, string silo, long images) =>
        session.Prepare(Count).Bind(jobId).Bind(reason.Code() ?? ListedJob.Measured).Bind(silo).Bind(images).Run();

    /// <summary>Subtracts the failures that a retry selects.</summary>
    public static void Subtract(SqliteSession session, long jobId, string? reason, string? host)
    {
        (string, object?)[] values = [("$job", jobId), ("$reason", reason), ("$host", host)];
        session.Execute(
            $"""
            UPDATE job_counts SET images = job_counts.images - retried.images
            FROM (SELECT reason, silo, sum(images) AS images FROM job_failures WHERE {Selected} GROUP BY reason, silo) AS retried
            WHERE job_counts.job_id = $job AND job_counts.reason = retried.reason AND job_counts.silo = retried.silo
            """,
            values
        );
        session.Execute($"UPDATE job_failures SET images = 0 WHERE {Selected}", values);
    }

    /// <summary>Returns the row that counts the failure of one image, if the image has failed; otherwise, nothing.</summary>
    public static (string Reason, string Host, string Silo)? Find(SqliteSession session, long jobId, int visit, int image)
    {
        var found = session.Query(
            $"""
            SELECT f.reason, f.host, f.silo
            FROM image_results AS r
              CROSS JOIN visits AS v ON v.job_id = r.job_id AND v.visit_no = r.visit_no
              CROSS JOIN json_each(v.image_urls) AS url ON url.key = r.image_no
              CROSS JOIN job_failures AS f ON f.job_id = r.job_id AND f.reason = r.reason AND f.host = host_and_port_of({SqliteRetries.CurrentUrl}) AND f.images > 0
            WHERE r.job_id = $job AND r.visit_no = $visit AND r.image_no = $image AND r.reason IS NOT NULL AND {SqliteRetries.IsLatest}
            ORDER BY f.silo LIMIT 1
            """,
            row => (row.GetString(0), row.GetString(1), row.GetString(2)),
            ("$job", jobId),
            ("$visit", visit),
            ("$image", image)
        );
        return found is [var row] ? row : null;
    }

    /// <summary>Subtracts one failure from a row.</summary>
    public static void Subtract(SqliteSession session, long jobId, (string Reason, string Host, string Silo) row)
    {
        session.Execute(
            "UPDATE job_counts SET images = images - 1 WHERE job_id = $job AND reason = $reason AND silo = $silo",
            ("$job", jobId),
            ("$reason", row.Reason),
            ("$silo", row.Silo)
        );
        session.Execute(
            "UPDATE job_failures SET images = images - 1 WHERE job_id = $job AND reason = $reason AND host = $host AND silo = $silo",
            ("$job", jobId),
            ("$reason", row.Reason),
            ("$host", row.Host),
            ("$silo", row.Silo)
        );
    }
}
