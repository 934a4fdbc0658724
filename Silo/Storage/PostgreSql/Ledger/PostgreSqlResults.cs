using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Writes and reads the results of images.</summary>
internal static class PostgreSqlResults
{
    /// <summary>SQL condition for a job that accepts results.</summary>
    private const string Open = "NOT closed AND status <> 'removed'";

    /// <summary>
    /// Statement that inserts a batch. Its lock makes a transaction that closes one of the jobs wait, and makes this one see a job that was
    /// closed in the meantime.
    /// </summary>
    private static readonly string InsertBatch = $"""
        WITH open AS MATERIALIZED (SELECT job_id FROM jobs WHERE job_id = ANY($17) AND {Open} ORDER BY job_id FOR SHARE),
        given AS MATERIALIZED (
          SELECT * FROM unnest($1::bigint[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::bigint[], $9::bigint[], $10::integer[], $11::text[],
            $12::bigint[], $13::timestamptz[], $14::text[], $15::integer[], $16::bytea[], $18::text[], $19::text[], $20::text[])
            AS given(job, visit, image, reason, format, width, height, perimeter, bytes, attempts, earlier, elapsed, at, silo, run, hash, host, earlier_at, analysis)),
        recorded AS (
          INSERT INTO image_results(job_id, visit_no, image_no, run, reason, format, width, height, perimeter, bytes, attempts, earlier_failures, elapsed_ms, finished_at, silo,
            content_hash, earlier_attempts, analysis, commit_no)
          SELECT job, visit, image, run, reason, format, width, height, perimeter, bytes, attempts, earlier::json, elapsed, at, silo, hash, earlier_at::json, analysis,
            CASE WHEN reason IS NOT NULL THEN pg_current_xact_id() END
          FROM given WHERE job IN (SELECT job_id FROM open)
          ON CONFLICT DO NOTHING RETURNING job_id, visit_no, image_no, run, reason, silo),
        counted AS ({PostgreSqlJobCounts.Count("recorded")}),
        failing AS ({PostgreSqlJobCounts.CountHosts(
            """
            SELECT r.job_id, r.reason, g.host, r.silo, count(DISTINCT (r.visit_no, r.image_no, r.run))
            FROM recorded AS r JOIN given AS g ON g.job = r.job_id AND g.visit = r.visit_no AND g.image = r.image_no AND g.run = r.run
            WHERE r.reason IS NOT NULL AND g.host IS NOT NULL GROUP BY 1, 2, 3, 4
            """
        )})
        SELECT job_id, visit_no, image_no, run FROM recorded
        """;

    /// <summary>Statement that records the images of visits to unknown stores.</summary>
    private static readonly string InsertUnknown = $"""
        WITH open AS MATERIALIZED (SELECT job_id FROM jobs WHERE job_id = $1 AND {Open} FOR SHARE),
        given AS MATERIALIZED (
          SELECT v.job_id, v.visit_no, (url.position - 1)::integer AS image_no, {PostgreSqlHosts.WithPort(PostgreSqlRetries.CurrentUrl)} AS host,
            coalesce((SELECT max(t.run) FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no AND t.image_no = url.position - 1), 0) AS run
          FROM visits AS v, unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
          WHERE v.job_id IN (SELECT job_id FROM open) AND v.visit_no = ANY($2) AND url.position - 1 BETWEEN $5 AND $6),
        recorded AS (
          INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
          SELECT job_id, visit_no, image_no, run, $3, 0, 0, 0, 0, 0, 0, $4, '' FROM given
          ON CONFLICT DO NOTHING RETURNING job_id, visit_no, image_no, reason, silo),
        counted AS ({PostgreSqlJobCounts.Count("recorded")}),
        failing AS ({PostgreSqlJobCounts.CountHosts(
            "SELECT r.job_id, r.reason, g.host, r.silo, count(*) FROM recorded AS r JOIN given AS g USING (visit_no, image_no) GROUP BY 1, 2, 3, 4"
        )})
        SELECT count(*) FROM recorded
        """;

    /// <summary>Inserts results. Returns for each whether it was the first of the image's run and its job was open.</summary>
    public static async Task<bool[]> InsertAsync(PostgreSqlDatabase database, IReadOnlyList<ImageResult> batch)
    {
        // The same order everywhere: two silos with results of the same images may wait for each other but never deadlock.
        int[] order = [.. Enumerable.Range(0, batch.Count).OrderBy(i => Key(batch[i]))];
        var inserted = await database
            .QueryAsync(
                InsertBatch,
                row => (row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)),
                CancellationToken.None,
                [.. Columns([.. order.Select(i => batch[i])])]
            )
            .ConfigureAwait(false);

        // If this batch has two results of one image, the first is the one that was accepted.
        var taken = new bool[batch.Count];
        var left = inserted.ToHashSet();
        foreach (var i in order)
            taken[i] = left.Remove(Key(batch[i]));
        return taken;
    }

    /// <summary>Records a failure for every given image without a result, and returns the number of these images.</summary>
    public static async Task<long> InsertUnknownStoresAsync(
        PostgreSqlDatabase database,
        long jobId,
        ImagesOfVisits images,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        (
            await database
                .QueryAsync(
                    InsertUnknown,
                    row => row.GetInt64(0),
                    PostgreSqlDatabase.LongWrite,
                    cancellationToken,
                    jobId,
                    images.Visits.ToArray(),
                    ImageReason.UnknownStore.Code()!,
                    at.UtcDateTime,
                    images.First,
                    images.Last
                )
                .ConfigureAwait(false)
        ).Single();

    /// <summary>Reads the outcomes of all runs.</summary>
    public static async Task<IReadOnlyList<(int Image, int Run, ImageOutcome Outcome)>> ReadOutcomesAsync(
        PostgreSqlDatabase database,
        long jobId,
        int visit,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                "SELECT image_no, reason, format, width, height, bytes, elapsed_ms, run, content_hash FROM image_results WHERE job_id = $1 AND visit_no = $2",
                row => (row.GetInt32(0), row.GetInt32(7), ReadOutcome(row)),
                cancellationToken,
                jobId,
                visit
            )
            .ConfigureAwait(false);

    public static async Task<List<StoreError>> ReadStoreErrorsAsync(
        PostgreSqlDatabase database,
        long jobId,
        CancellationToken cancellationToken
    ) =>
        StoreErrors.FindMostSevere(
            await database
                .QueryAsync(
                    """
                    WITH failures AS (
                      SELECT DISTINCT v.store_id, r.reason FROM image_results AS r JOIN visits AS v USING (job_id, visit_no)
                      WHERE r.job_id = $1 AND r.reason IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)),
                    stores AS (SELECT store_id, min(visit_no) AS first FROM visits WHERE job_id = $1 GROUP BY store_id)
                    SELECT store_id, reason, first FROM failures JOIN stores USING (store_id)
                    """,
                    row => new StoreFailure(row.GetString(0), StoredCodes.ParseReason(row.GetString(1)), row.GetInt32(2)),
                    cancellationToken,
                    jobId
                )
                .ConfigureAwait(false)
        );

    private static IEnumerable<object> Columns(ImageResult[] results) =>
        [
            Column(results, result => result.JobId),
            Column(results, result => result.Visit),
            Column(results, result => result.Image),
            Column(results, result => result.Outcome.Reason.Code()),
            Column(results, result => result.Outcome.Format),
            Column(results, result => result.Outcome.Width),
            Column(results, result => result.Outcome.Height),
            Column(results, result => result.Outcome.Perimeter),
            Column(results, result => result.Outcome.Bytes),
            Column(results, result => result.Attempts),
            Column(results, result => EarlierFailures.Format(result.EarlierFailures)),
            Column(results, result => (long)result.Outcome.Elapsed.TotalMilliseconds),
            Column(results, result => result.FinishedAt.UtcDateTime),
            Column(results, result => result.Silo),
            Column(results, result => result.Run),
            Column(results, result => ContentHash.Format(result.Outcome.ContentHash)),
            results.Select(result => result.JobId).Distinct().ToArray(),
            Column(results, result => result is { Outcome.Measured: false, Url: { } url } ? UrlHost.WithPort(url) : null),
            Column(results, result => EarlierAttempts.Format(result.EarlierAttempts)),
            Column(results, result => result.Analysis),
        ];

    private static (long Job, int Visit, int Image, int Run) Key(in ImageResult result) =>
        (result.JobId, result.Visit, result.Image, result.Run);

    private static T[] Column<T>(ImageResult[] results, Func<ImageResult, T> value) => Array.ConvertAll(results, result => value(result));

    private static ImageOutcome ReadOutcome(NpgsqlDataReader row) =>
        new(
            row.IsDBNull(1) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(1)),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.GetInt32(3),
            row.GetInt32(4),
            row.GetInt64(5),
            TimeSpan.FromMilliseconds(row.GetInt64(6)),
            row.IsDBNull(8) ? default : ContentHash.Parse(row.GetFieldValue<byte[]>(8))
        );
}
