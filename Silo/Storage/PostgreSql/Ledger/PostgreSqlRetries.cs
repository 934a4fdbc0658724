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

    /// <summary>SQL condition for a result <c>r</c> after which its image was not retried.</summary>
    private const string IsLatest =
        "NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)";

    /// <summary>
    /// Query for the failures that a retry selects by reason and host. A host without a port matches all of its ports, and with a colon
    /// only, that of the scheme.
    /// </summary>
    private const string CountsOfGroups = """
        SELECT reason, host, silo, images FROM job_failures
        WHERE job_id = $1 AND ($4::text IS NULL OR reason = $4) AND ($7::text IS NULL OR host = rtrim($7, ':') OR (host >= $7 || ':' AND host < $7 || ';'))
        """;

    /// <summary>Query for the one failure that a retry selects, in one of the rows that count failures like it.</summary>
    private static readonly string CountOfOne = $"""
        SELECT f.reason, f.host, f.silo, 1::bigint AS images
        FROM image_results AS r JOIN visits AS v ON v.job_id = r.job_id AND v.visit_no = r.visit_no
          CROSS JOIN LATERAL (SELECT v.image_urls[$6 + 1] AS address, $6 + 1 AS position) AS url
          JOIN job_failures AS f ON f.job_id = r.job_id AND f.reason = r.reason AND f.host = {PostgreSqlHosts.WithPort(
            CurrentUrl
        )} AND f.images > 0
        WHERE r.job_id = $1 AND r.visit_no = $5 AND r.image_no = $6 AND r.reason IS NOT NULL AND {IsLatest}
        ORDER BY f.silo LIMIT 1
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
                    InsertQuery(selection),
                    row => row.GetInt64(0),
                    PostgreSqlDatabase.LongWrite,
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

    /// <summary>Returns the query that inserts the retries, reopens the job, and takes its failures out of the counts.</summary>
    private static string InsertQuery(RetrySelection selection) =>
        $"""
            WITH job AS (SELECT job_id FROM jobs WHERE job_id = $1 AND status = 'failed' FOR UPDATE),
            again AS (
              INSERT INTO retries(job_id, visit_no, image_no, run, image_url, requested_at)
              SELECT r.job_id, r.visit_no, r.image_no, r.run + 1, $2, $3::timestamptz FROM job JOIN image_results AS r USING (job_id)
              WHERE r.reason IS NOT NULL
                AND ($4::text IS NULL OR r.reason = $4) AND ($5::integer IS NULL OR (r.visit_no = $5 AND r.image_no = $6))
                AND {IsLatest}
                {(selection.Host is null ? "AND $7::text IS NULL" : OfHost)}
              RETURNING 1),
            reopened AS (UPDATE jobs SET status = 'ongoing', ended_at = NULL, closed = false, run = run + 1 WHERE job_id = $1 AND EXISTS (SELECT 1 FROM again)
              RETURNING job_id, run),
            told AS (
              INSERT INTO job_events(job_id, kind, run, at, images)
              SELECT job_id, 'retried', run, $3, (SELECT count(*) FROM again) FROM reopened),
            noted AS (
              INSERT INTO job_retries(job_id, run, requested_at, requested_by, images, visit_no, image_no)
              SELECT $1, run, $3, $8, (SELECT count(*) FROM again), $5, $6 FROM reopened),
            counted AS MATERIALIZED ({(selection.Place is null ? CountsOfGroups : CountOfOne)}),
            results AS (
              UPDATE job_counts AS c SET images = c.images - g.images FROM (SELECT reason, silo, sum(images) AS images FROM counted GROUP BY 1, 2) AS g
              WHERE c.job_id = $1 AND c.reason = g.reason AND c.silo = g.silo AND EXISTS (SELECT 1 FROM again)),
            failures AS (
              UPDATE job_failures AS f SET images = f.images - g.images FROM counted AS g
              WHERE f.job_id = $1 AND f.reason = g.reason AND f.host = g.host AND f.silo = g.silo AND EXISTS (SELECT 1 FROM again))
            SELECT count(*) FROM again
            """;

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

    /// <summary>
    /// SQL condition for images of a host. A host without a port matches all of its ports, and with a colon only, that of the scheme.
    /// </summary>
    /// <remarks>OFFSET 0 makes PostgreSQL find the current URL of an image once, and not once for each use of it.</remarks>
    private static readonly string OfHost = $"""
        AND (r.visit_no, r.image_no) IN (
          SELECT v.visit_no, (url.position - 1)::integer FROM visits AS v, unnest(v.image_urls) WITH ORDINALITY AS url(address, position),
            LATERAL (SELECT {CurrentUrl} AS address OFFSET 0) AS latest
          WHERE v.job_id = $1 AND $7 IN ({PostgreSqlHosts.Of("latest.address")}, {PostgreSqlHosts.WithPort(
            "latest.address"
        )}, {PostgreSqlHosts.WithPort("latest.address")} || ':')
            AND v.visit_no IN (SELECT f.visit_no FROM image_results AS f WHERE f.job_id = $1 AND f.reason IS NOT NULL))
        """;
}
