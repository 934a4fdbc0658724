using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Groups a job's failures.</summary>
internal static class PostgreSqlFailures
{
    /// <summary>
    /// Planner settings that force hash joins, in which each side is read once. If the planner expected few failures and chose nested
    /// loops, it would scan a large visit once for each of its images.
    /// </summary>
    private const string Hashed = "SET LOCAL enable_nestloop = off; SET LOCAL jit = off";

    public static async Task<JobFailures> CountAsync(PostgreSqlDatabase database, long jobId, CancellationToken cancellationToken)
    {
        await using var snapshot = await PostgreSqlSnapshot.OpenAsync(database, Hashed, cancellationToken).ConfigureAwait(false);
        var groups = await snapshot
            .QueryAsync(
                $"""
                WITH failing AS MATERIALIZED (
                  SELECT visit_no, image_no, reason FROM image_results AS r
                  WHERE job_id = $1 AND reason IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)),
                amended AS MATERIALIZED (
                  SELECT DISTINCT ON (visit_no, image_no) visit_no, image_no, {PostgreSqlHosts.WithPort("image_url")} AS amended_host
                  FROM retries WHERE job_id = $1 AND image_url IS NOT NULL ORDER BY visit_no, image_no, run DESC),
                urls AS MATERIALIZED (
                  SELECT v.visit_no, url.position - 1 AS image_no, {PostgreSqlHosts.WithPort("url.address")} AS host
                  FROM visits AS v, unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
                  WHERE v.job_id = $1 AND v.visit_no IN (SELECT visit_no FROM failing))
                SELECT reason, coalesce(amended_host, host) AS named, count(*) AS images, count(*) OVER ()
                FROM failing JOIN urls USING (visit_no, image_no) LEFT JOIN amended USING (visit_no, image_no)
                GROUP BY reason, named ORDER BY images DESC, reason, named LIMIT 100
                """,
                row =>
                    (
                        Groups: row.GetInt64(3),
                        Group: new FailureGroup(StoredCodes.ParseReason(row.GetString(0)), row.GetString(1), row.GetInt64(2))
                    ),
                cancellationToken,
                jobId
            )
            .ConfigureAwait(false);
        return groups.Count == 0 ? JobFailures.None : new JobFailures(groups[0].Groups, [.. groups.Select(group => group.Group)]);
    }
}
