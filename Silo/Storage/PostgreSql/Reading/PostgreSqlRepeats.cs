using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Finds images whose bytes were seen before.</summary>
internal static class PostgreSqlRepeats
{
    /// <summary>
    /// Looks up each image's hash once, among the images of the job's tenant, and returns the first position that has the same bytes.
    /// </summary>
    /// <remarks>
    /// The cost does not depend on how often a photograph was used. A measured image is never retried, so it has one result with a hash.
    /// </remarks>
    internal const string Query = $"""
        SELECT r.visit_no, r.image_no, v.store_id, f.job_id, f.visit_no, f.image_no, w.store_id
        FROM (
          SELECT (SELECT tenant FROM jobs WHERE job_id = $1) AS tenant, job_id, visit_no, image_no, content_hash, {PostgreSqlPhotos.Start} AS hash_start
          FROM image_results
          WHERE job_id = $1 AND (visit_no, image_no) > ($2, $3) AND reason IS NULL ORDER BY visit_no, image_no LIMIT $4) AS r
        LEFT JOIN LATERAL (
          SELECT h.job_id, h.visit_no, h.image_no
          FROM (
            SELECT job_id, visit_no, image_no FROM content_hashes WHERE tenant = r.tenant AND hash_start = r.hash_start
            ORDER BY tenant, hash_start, job_id, visit_no, image_no LIMIT {ContentHash.MaxCompared}) AS h
          WHERE EXISTS (
            SELECT 1 FROM image_results AS e
            WHERE e.job_id = h.job_id AND e.visit_no = h.visit_no AND e.image_no = h.image_no AND e.content_hash = r.content_hash OFFSET 0)
          LIMIT 1) AS f
          ON (f.job_id, f.visit_no) <> (r.job_id, r.visit_no)
        LEFT JOIN LATERAL (SELECT store_id FROM visits WHERE job_id = r.job_id AND visit_no = r.visit_no LIMIT 1) AS v ON true
        LEFT JOIN LATERAL (SELECT store_id FROM visits WHERE job_id = f.job_id AND visit_no = f.visit_no LIMIT 1) AS w ON true
        ORDER BY r.visit_no, r.image_no
        """;

    public static async Task<RepeatedImagePage> FindAsync(
        PostgreSqlDatabase database,
        long jobId,
        ImagePlace after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await PostgreSqlSnapshot
            .OpenAsync(database, PostgreSqlSnapshot.Upwards, cancellationToken)
            .ConfigureAwait(false);
        return PhotoLookupRow.ToPage(
            await snapshot
                .QueryAsync(
                    Query,
                    row => new PhotoLookupRow(
                        new ImagePlace(row.GetInt32(0), row.GetInt32(1)),
                        row.IsDBNull(2) ? null : row.GetString(2),
                        row.IsDBNull(6)
                            ? null
                            : new SeenImage(row.GetInt64(3), new ImagePlace(row.GetInt32(4), row.GetInt32(5)), row.GetString(6))
                    ),
                    cancellationToken,
                    jobId,
                    after.Visit,
                    after.Image,
                    limit
                )
                .ConfigureAwait(false),
            limit
        );
    }
}
