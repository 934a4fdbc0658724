using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Writes and reads retries of images.</summary>
internal static class PostgreSqlRetries
{
    /// <summary>SQL expression for the current URL of an image, given its visit's array as <c>url</c>.</summary>
    public const string CurrentUrl = """
        coalesce((SELECT t.image_url FROM retries AS t
          WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no AND t.image_no = url.position - 1 AND t.image_url IS NOT NULL ORDER BY t.run DESC LIMIT 1), url.address)
        """;

    /// <summary>
    /// Inserts a retry of each selected image and returns their number. Of two concurrent calls, the second waits and finds the job
    /// ongoing.
    /// </summary>
    public static async Task<long> InsertAsync(
        PostgreSqlDatabase database,
        long jobId,
        RetrySelection selection,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        (
            await database
                .QueryAsync(
                    $"""
                    WITH job AS (SELECT job_id FROM jobs WHERE job_id = $1 AND status = 'failed' FOR UPDATE),
                    again AS (
                      INSERT INTO retries(job_id, visit_no, image_no, run, image_url, requested_at)
                      SELECT r.job_id, r.visit_no, r.image_no, r.run + 1, $2, $3::timestamptz FROM job JOIN image_results AS r USING (job_id)
                      WHERE r.reason IS NOT NULL
                        AND ($4::text IS NULL OR r.reason = $4) AND ($5::integer IS NULL OR (r.visit_no = $5 AND r.image_no = $6))
                        AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
                        {(selection.Host is null ? "AND $7::text IS NULL" : OfHost)}
                      RETURNING 1),
                    reopened AS (UPDATE jobs SET status = 'ongoing', ended_at = NULL, closed = false, run = run + 1 WHERE job_id = $1 AND EXISTS (SELECT 1 FROM again) RETURNING run),
                    noted AS (
                      INSERT INTO job_retries(job_id, run, requested_at, requested_by, images, visit_no, image_no)
                      SELECT $1, run, $3, $8, (SELECT count(*) FROM again), $5, $6 FROM reopened)
                    SELECT count(*) FROM again
                    """,
                    row => row.GetInt64(0),
                    cancellationToken,
                    jobId,
                    (object?)selection.Url ?? DBNull.Value,
                    at.UtcDateTime,
                    (object?)selection.Reason?.Code() ?? DBNull.Value,
                    (object?)selection.Place?.Visit ?? DBNull.Value,
                    (object?)selection.Place?.Image ?? DBNull.Value,
                    (object?)selection.Host ?? DBNull.Value,
                    (object?)selection.By ?? DBNull.Value
                )
                .ConfigureAwait(false)
        ).Single();

    /// <summary>Reads the retries of a visit, ordered by run.</summary>
    public static async Task<IReadOnlyList<ImageRetry>> ReadAsync(
        PostgreSqlDatabase database,
        long jobId,
        int visit,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                "SELECT image_no, run, image_url FROM retries WHERE job_id = $1 AND visit_no = $2 ORDER BY run",
                row => new ImageRetry(row.GetInt32(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2)),
                cancellationToken,
                jobId,
                visit
            )
            .ConfigureAwait(false);

    /// <summary>SQL condition for images of a host. A host without a port matches all of its ports.</summary>
    private static readonly string OfHost = $"""
        AND (r.visit_no, r.image_no) IN (
          SELECT v.visit_no, (url.position - 1)::integer FROM visits AS v, unnest(v.image_urls) WITH ORDINALITY AS url(address, position),
            LATERAL (SELECT {CurrentUrl} AS address) AS latest
          WHERE v.job_id = $1 AND $7 IN ({PostgreSqlHosts.Of("latest.address")}, {PostgreSqlHosts.WithPort("latest.address")})
            AND v.visit_no IN (SELECT f.visit_no FROM image_results AS f WHERE f.job_id = $1 AND f.reason IS NOT NULL))
        """;
}
