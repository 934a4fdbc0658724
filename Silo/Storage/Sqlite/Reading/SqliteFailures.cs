using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Ledger;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Groups a job's failures.</summary>
internal static class SqliteFailures
{
    /// <summary>
    /// Groups the failed images by reason and host. CROSS JOIN makes the visits with failures the outer loop, so the URL array of each is
    /// read once.
    /// </summary>
    public static JobFailures Count(SqliteSession session, long jobId)
    {
        var groups = session.Query(
            $"""
            WITH failing AS (SELECT DISTINCT visit_no FROM image_results INDEXED BY ix_image_results_failed WHERE job_id = $job AND reason IS NOT NULL),
            failures AS (
              SELECT r.reason AS reason, host_and_port_of({SqliteRetries.CurrentUrl}) AS host
              FROM failing CROSS JOIN visits AS v ON v.job_id = $job AND v.visit_no = failing.visit_no
                CROSS JOIN json_each(v.image_urls) AS url
                CROSS JOIN image_results AS r ON r.job_id = $job AND r.visit_no = v.visit_no AND r.image_no = url.key
              WHERE r.reason IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run))
            SELECT reason, host, count(*) AS images, count(*) OVER () FROM failures
            GROUP BY reason, host ORDER BY images DESC, reason, host LIMIT 100
            """,
            row =>
                (
                    Groups: row.GetInt64(3),
                    Group: new FailureGroup(StoredCodes.ParseReason(row.GetString(0)), row.GetString(1), row.GetInt64(2))
                ),
            ("$job", jobId)
        );
        return groups.Count == 0 ? JobFailures.None : new JobFailures(groups[0].Groups, [.. groups.Select(group => group.Group)]);
    }
}
