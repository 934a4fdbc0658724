namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>
/// Creates SQL that counts the latest results of jobs by reason, and their failures also by host, in the transactions that record them.
/// </summary>
/// <remarks>Each silo counts in rows of its own, so that silos never wait for each other.</remarks>
internal static class PostgreSqlJobCounts
{
    /// <summary>Returns a statement that adds results to <c>job_counts</c>.</summary>
    /// <param name="recorded">Source of the results that were recorded.</param>
    public static string Count(string recorded) =>
        $"""
            INSERT INTO job_counts AS c (job_id, reason, silo, images)
            SELECT job_id, coalesce(reason, ''), silo, count(*) FROM {recorded} GROUP BY 1, 2, 3
            ON CONFLICT (job_id, reason, silo) DO UPDATE SET images = c.images + excluded.images
            """;

    /// <summary>Returns a statement that adds failures to <c>job_failures</c>.</summary>
    /// <param name="failures">Query for their numbers by job, reason, host, and silo.</param>
    public static string CountHosts(string failures) =>
        $"""
            INSERT INTO job_failures AS f (job_id, reason, host, silo, images) {failures}
            ON CONFLICT (job_id, reason, host, silo) DO UPDATE SET images = f.images + excluded.images
            """;
}
