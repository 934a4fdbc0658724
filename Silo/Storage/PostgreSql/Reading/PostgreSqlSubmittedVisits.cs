using System.Collections.Immutable;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads the visits of a job as they were submitted, with the current URLs of their images.</summary>
internal static class PostgreSqlSubmittedVisits
{
    /// <summary>Query for images by job, visit, and position. Grouping reads the arrays of each visit once, and LATERAL by its key.</summary>
    internal const string ImagesQuery = $"""
        SELECT v.job_id, v.visit_no, wanted.image, v.store_id, {StoredVisit.Time}, {PostgreSqlRetries.CurrentUrl}, v.image_references[wanted.image + 1], v.reference
        FROM (SELECT p.job, p.visit, array_agg(p.image) AS images FROM unnest($1, $2, $3) AS p(job, visit, image) GROUP BY p.job, p.visit) AS g
          CROSS JOIN LATERAL (SELECT * FROM visits WHERE job_id = g.job AND visit_no = g.visit LIMIT 1) AS v
          CROSS JOIN LATERAL unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
          JOIN LATERAL unnest(g.images) AS wanted(image) ON url.position = wanted.image + 1
        """;

    /// <summary>Query for the visits of a job with certain references. It reads the visits of this job, from the first one on.</summary>
    internal const string ReferencedQuery = """
        SELECT visit_no FROM visits
        WHERE job_id = $1 AND visit_no >= $2 AND visit_no <= $3 AND ($5::text IS NULL OR reference = $5)
          AND ($6::text IS NULL OR $6 = ANY(image_references))
        ORDER BY visit_no LIMIT $4
        """;

    /// <summary>Query for the visits with images without a result.</summary>
    internal const string UnfinishedQuery = """
        SELECT visit_no FROM visits AS v
        WHERE job_id = $1 AND visit_no >= $2 AND visit_no <= $3
          AND images + (SELECT count(*) FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no)
                > (SELECT count(*) FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no)
        ORDER BY visit_no LIMIT $4
        """;

    /// <summary>Reads visits. The subquery selects the numbers first, without reading the arrays.</summary>
    public static async Task<IReadOnlyList<SubmittedVisit>> ReadAsync(
        PostgreSqlSnapshot snapshot,
        long jobId,
        IReadOnlyCollection<int> numbers,
        CancellationToken cancellationToken
    ) =>
        await snapshot
            .QueryAsync(
                $$"""
                SELECT visit_no, store_id, visit_time,
                  CASE WHEN EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = $1 AND t.visit_no = v.visit_no AND t.image_url IS NOT NULL)
                    THEN ARRAY(SELECT {{PostgreSqlRetries.CurrentUrl}} FROM unnest(v.image_urls) WITH ORDINALITY AS url(address, position) ORDER BY url.position)
                    ELSE image_urls END, reference, image_references
                FROM (
                  SELECT job_id, visit_no, store_id, {{StoredVisit.Time}}, image_urls, reference, image_references, sum(images) OVER (ORDER BY visit_no) - images AS before
                  FROM visits WHERE job_id = $1 AND visit_no = ANY($2) AND visit_no >= $3 AND visit_no <= $4) AS v
                WHERE before < $5 ORDER BY visit_no
                """,
                row => new SubmittedVisit(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3))
                {
                    Reference = row.IsDBNull(4) ? null : row.GetString(4),
                    ImageReferences = row.IsDBNull(5) ? null : row.GetFieldValue<string?[]>(5),
                },
                cancellationToken,
                jobId,
                numbers.ToArray(),
                numbers.First(),
                numbers.Last(),
                SubmittedVisit.EnoughImages
            )
            .ConfigureAwait(false);

    public static async Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
        PostgreSqlSnapshot snapshot,
        IReadOnlyCollection<PlaceInJob> places,
        CancellationToken cancellationToken
    )
    {
        if (places.Count == 0)
            return ImmutableDictionary<PlaceInJob, JobImage>.Empty;
        var images = await snapshot
            .QueryAsync(
                ImagesQuery,
                row => (JobId: row.GetInt64(0), Image: ReadImage(row)),
                cancellationToken,
                places.Select(place => place.JobId).ToArray(),
                places.Select(place => place.Place.Visit).ToArray(),
                places.Select(place => place.Place.Image).ToArray()
            )
            .ConfigureAwait(false);
        return images.ToDictionary(found => new PlaceInJob(found.JobId, found.Image.Place), found => found.Image);
    }

    public static async Task<IReadOnlyList<int>> FindUnfinishedAsync(
        PostgreSqlSnapshot snapshot,
        long jobId,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await snapshot
            .QueryAsync(UnfinishedQuery, row => row.GetInt32(0), cancellationToken, jobId, first, last, limit)
            .ConfigureAwait(false);

    public static async Task<IReadOnlyList<int>> FindReferencedAsync(
        PostgreSqlSnapshot snapshot,
        long jobId,
        string? reference,
        string? imageReference,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await snapshot
            .QueryAsync(
                ReferencedQuery,
                row => row.GetInt32(0),
                cancellationToken,
                jobId,
                first,
                last,
                limit,
                (object?)reference ?? DBNull.Value,
                (object?)imageReference ?? DBNull.Value
            )
            .ConfigureAwait(false);

    private static JobImage ReadImage(NpgsqlDataReader row) =>
        new(
            new ImagePlace(row.GetInt32(1), row.GetInt32(2)),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            Result: null,
            Reference: row.IsDBNull(6) ? null : row.GetString(6),
            VisitReference: row.IsDBNull(7) ? null : row.GetString(7)
        );
}
