using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>Enters the images of a job where they are looked up by their bytes. To enter them again changes nothing.</summary>
internal static class PostgreSqlContentHashes
{
    /// <summary>The first half of a <c>content_hash</c>, as <see cref="ContentHash.Start"/> has it.</summary>
    public const string Start = "('x' || encode(substring(content_hash FROM 1 FOR 8), 'hex'))::bit(64)::bigint";

    /// <summary>Entries of one statement, sorted together: the more they are, the fewer pages change for each. A second or two.</summary>
    private const int Most = 250_000;

    /// <summary>A measured image is never tried anew, so it has one result with a hash.</summary>
    private const string EnterSome =
        $"""
        WITH part AS MATERIALIZED (
          SELECT {Start} AS hash_start, job_id, visit_no, image_no FROM image_results
          WHERE job_id = $1 AND (visit_no, image_no) > ($2, $3) AND content_hash IS NOT NULL ORDER BY visit_no, image_no LIMIT $4),
        entered AS (
          INSERT INTO content_hashes(hash_start, job_id, visit_no, image_no)
          SELECT hash_start, job_id, visit_no, image_no FROM part ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING)
        SELECT visit_no, image_no FROM part ORDER BY visit_no, image_no OFFSET $4 - 1
        """;

    public static async Task EnterAsync(PostgreSqlDatabase database, long jobId, CancellationToken cancellationToken)
    {
        var filled = new List<ImagePlace> { ImagePlace.Start };
        while (filled is [var after])
        {
            filled = await database.QueryAsync(
                EnterSome, row => new ImagePlace(row.GetInt32(0), row.GetInt32(1)), cancellationToken, jobId, after.Visit, after.Image, Most).ConfigureAwait(false);
        }
    }
}
