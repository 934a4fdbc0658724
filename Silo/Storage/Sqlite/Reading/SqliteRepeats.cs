using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Finds images whose bytes were seen before.</summary>
internal static class SqliteRepeats
{
    /// <summary>
    /// Looks up each image's hash once, among the images of the job's tenant, and returns the first position that has the same bytes.
    /// </summary>
    /// <remarks>
    /// The cost does not depend on how often a photograph was used. A measured image is never retried, so it has one result with a hash. If
    /// the first position is in the same visit, the image does not count as repeated.
    /// </remarks>
    internal const string Query = $"""
        SELECT r.visit_no, r.image_no, v.store_id, f.job_id, f.visit_no, f.image_no, w.store_id
        FROM (
          SELECT (SELECT tenant FROM jobs WHERE job_id = $job) AS tenant, job_id, visit_no, image_no, content_hash FROM image_results
          WHERE job_id = $job AND (visit_no, image_no) > ($visit, $image) AND reason IS NULL ORDER BY visit_no, image_no LIMIT $limit) AS r
        LEFT JOIN content_hashes AS f ON (f.tenant, f.hash_start, f.job_id, f.visit_no, f.image_no) = (
            SELECT h.tenant, h.hash_start, h.job_id, h.visit_no, h.image_no
            FROM (
              SELECT tenant, hash_start, job_id, visit_no, image_no FROM content_hashes WHERE tenant = r.tenant AND hash_start = hash_start(r.content_hash)
              ORDER BY job_id, visit_no, image_no LIMIT {ContentHash.MaxCompared}) AS h
            CROSS JOIN image_results AS e
              ON (e.job_id, e.visit_no, e.image_no) = (h.job_id, h.visit_no, h.image_no) AND e.content_hash = r.content_hash
            ORDER BY h.job_id, h.visit_no, h.image_no LIMIT 1)
          AND (f.job_id, f.visit_no) <> (r.job_id, r.visit_no)
        LEFT JOIN visits AS v ON v.job_id = r.job_id AND v.visit_no = r.visit_no
        LEFT JOIN visits AS w ON w.job_id = f.job_id AND w.visit_no = f.visit_no
        """;

    public static RepeatedImagePage Find(SqliteSession session, long jobId, ImagePlace after, int limit) =>
        PhotoLookupRow.ToPage(
            session.Query(
                Query,
                row => new PhotoLookupRow(
                    new ImagePlace(row.GetInt32(0), row.GetInt32(1)),
                    row.IsDBNull(2) ? null : row.GetString(2),
                    row.IsDBNull(6)
                        ? null
                        : new SeenImage(row.GetInt64(3), new ImagePlace(row.GetInt32(4), row.GetInt32(5)), row.GetString(6))
                ),
                ("$job", jobId),
                ("$visit", after.Visit),
                ("$image", after.Image),
                ("$limit", limit)
            ),
            limit
        );
}
