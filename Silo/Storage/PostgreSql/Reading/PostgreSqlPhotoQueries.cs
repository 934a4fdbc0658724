using System.Globalization;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads the images of all jobs from PostgreSQL tables, in the order of an index of visits.</summary>
/// <remarks>
/// A visit without a date sorts before all others. Dates are passed as text, because .NET has no infinite dates. LATERAL with a limit
/// keeps the order of the index, no matter what the planner expects.
/// </remarks>
internal sealed class PostgreSqlPhotoQueries(PostgreSqlDatabase database) : IPhotoQueries
{
    /// <summary>Query for the last of the results to examine. A visit without results counts as one.</summary>
    internal static readonly string LastQuery = $"""
        SELECT v.visit_date, v.job_id, v.visit_no, r.image_no
        FROM (SELECT {Dated}, visit_date, job_id, visit_no FROM visits WHERE {Range} ORDER BY {Order} LIMIT $7) AS v
          CROSS JOIN LATERAL (
            SELECT coalesce(found.image_no, {PhotoStart.EndOfVisit}) AS image_no FROM (SELECT 1) AS one LEFT JOIN (
              SELECT image_no FROM image_results AS r WHERE {After} ORDER BY image_no, run LIMIT $7) AS found ON true) AS r
        ORDER BY v.dated DESC, v.job_id DESC, v.visit_no DESC LIMIT 1 OFFSET $7 - 1
        """;

    /// <summary>
    /// Query for a page. The hash of each image is looked up once. The URLs of each visit are expanded once, regardless of its number of
    /// images, and only for visits on the page.
    /// </summary>
    internal static readonly string PageQuery = $"""
        WITH found AS MATERIALIZED (
          SELECT v.dated, v.visit_date, j.label, r.*, v.store_id, v.visit_time, f.job_id AS seen_job, f.visit_no AS seen_visit, f.image_no AS seen_image
          FROM (
            SELECT {Dated}, visit_date, job_id, visit_no, store_id, {StoredVisit.Time} FROM visits
            WHERE {Range} AND (coalesce(visit_date, '-infinity'), job_id, visit_no) >= ($7::timestamptz, $8, $9)
            ORDER BY {Order} LIMIT $10) AS v
            CROSS JOIN LATERAL (
              SELECT tenant, label FROM jobs WHERE job_id = v.job_id AND status <> '{JobTables.Removed}' AND ($12::text IS NULL OR tenant = $12) LIMIT 1) AS j
            CROSS JOIN LATERAL (
              SELECT job_id, visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures, finished_at, content_hash, analysis,
                {PostgreSqlPhotos.Start} AS hash_start
              FROM image_results AS r
              WHERE {After} AND image_no <= CASE WHEN v.job_id = $8 AND v.visit_no = $9 THEN $11 ELSE 2147483647 END
                AND ($13::text[] IS NULL OR v.store_id = ANY($13))
                AND ($14 = 0 OR ($14 & 1 > 0 AND reason IS NULL) OR ($14 & 2 > 0 AND reason IS NOT NULL) OR ($14 & 4 > 0 AND content_hash IS NOT NULL))
                AND NOT EXISTS (
                  SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run OFFSET 0)
              ORDER BY image_no LIMIT $10) AS r
            LEFT JOIN LATERAL (
              SELECT h.job_id, h.visit_no, h.image_no
              FROM (
                SELECT job_id, visit_no, image_no FROM content_hashes WHERE tenant = j.tenant AND hash_start = r.hash_start
                ORDER BY tenant, hash_start, job_id, visit_no, image_no LIMIT {ContentHash.MaxCompared}) AS h
              WHERE EXISTS (
                SELECT 1 FROM image_results AS e
                WHERE e.job_id = h.job_id AND e.visit_no = h.visit_no AND e.image_no = h.image_no AND e.content_hash = r.content_hash OFFSET 0)
              LIMIT 1) AS f ON (f.job_id, f.visit_no) < (r.job_id, r.visit_no)
          WHERE $14 = 0 OR ($14 & 1 > 0 AND r.reason IS NULL) OR ($14 & 2 > 0 AND r.reason IS NOT NULL) OR f.job_id IS NOT NULL
          ORDER BY v.dated DESC, v.job_id DESC, v.visit_no DESC LIMIT $15)
        SELECT p.visit_date, p.job_id, p.visit_no, p.image_no, p.store_id, p.visit_time, {PostgreSqlRetries.CurrentUrl}, p.reason, p.format, p.width, p.height, p.bytes,
          p.elapsed_ms, p.attempts, p.earlier_failures::text, p.finished_at, p.content_hash, p.seen_job, p.seen_visit, p.seen_image, w.store_id,
          p.label, v.image_references[p.image_no + 1], v.reference, p.analysis
        FROM (SELECT DISTINCT job_id, visit_no FROM found) AS shown
          CROSS JOIN LATERAL (
            SELECT job_id, visit_no, image_urls, reference, image_references FROM visits WHERE job_id = shown.job_id AND visit_no = shown.visit_no LIMIT 1) AS v
          CROSS JOIN LATERAL unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
          JOIN found AS p ON p.job_id = v.job_id AND p.visit_no = v.visit_no AND p.image_no = url.position - 1
          LEFT JOIN LATERAL (SELECT store_id FROM visits WHERE job_id = p.seen_job AND visit_no = p.seen_visit LIMIT 1) AS w ON true
        ORDER BY p.dated DESC, p.job_id DESC, p.visit_no DESC, p.image_no
        """;

    /// <summary>SQL condition for results after the first position, which may be in the middle of a visit.</summary>
    private const string After = """
        r.job_id = v.job_id AND r.visit_no = v.visit_no AND image_no > CASE WHEN v.job_id = $2 AND v.visit_no = $3 THEN $4 ELSE -1 END
        """;

    private const string Range = """
        ($6::text IS NULL OR store_id = $6) AND (coalesce(visit_date, '-infinity'), job_id, visit_no) <= ($1::timestamptz, $2, $3)
        AND coalesce(visit_date, '-infinity') >= $5::timestamptz
        """;

    private const string Dated = "coalesce(visit_date, '-infinity') AS dated";

    private const string Order = "coalesce(visit_date, '-infinity') DESC, job_id DESC, visit_no DESC";
    private const string Undated = "-infinity";
    private const string Latest = "infinity";

    /// <summary>Sorts before every possible date of a visit, and after visits without one.</summary>
    private const string Earliest = "0001-01-01 00:00:00Z";

    public async Task<PhotoPage> ReadAsync(
        PhotoFilter filter,
        IReadOnlyCollection<string>? area,
        PhotoPosition? after,
        int limit,
        int maxExamined,
        CancellationToken cancellationToken
    )
    {
        var start = StartOf(filter, PhotoStart.After(after));
        var from = Format(filter.From, filter.Before is null ? Undated : Earliest);
        var store = (object?)filter.Store ?? DBNull.Value;
        await using var snapshot = await PostgreSqlSnapshot
            .OpenAsync(database, PostgreSqlFailureQueries.Planner, cancellationToken)
            .ConfigureAwait(false);
        object[] examined = [.. start, from, store, maxExamined];
        var last = (
            await snapshot.QueryAsync(Of(filter, LastQuery), ReadPosition, cancellationToken, examined).ConfigureAwait(false)
        ).SingleOrDefault();
        object[] page =
        [
            .. start,
            last is null ? from : Format(last.Visit.Date, from),
            store,
            .. EndAt(last, maxExamined),
            (object?)filter.Tenant ?? DBNull.Value,
            (object?)area?.ToArray() ?? DBNull.Value,
            (int)filter.Kinds,
            limit,
        ];
        var photos = await snapshot.QueryAsync(Of(filter, PageQuery), ReadPhoto, cancellationToken, page).ConfigureAwait(false);
        return PhotoPage.Of(photos, limit, last);
    }

    /// <summary>Returns the position at which to start: after the last one of the page before, or at the end of the period.</summary>
    private static object[] StartOf(PhotoFilter filter, PhotoPosition? after) =>
        [
            after is not null ? Format(after.Visit.Date, Undated) : Format(filter.Before, Latest),
            after?.Visit.JobId ?? 0,
            after?.Visit.Visit ?? 0,
            after?.Image ?? -1,
        ];

    private static object[] EndAt(PhotoPosition? last, int maxExamined) =>
        [Format(last?.Visit.Date, Undated), last?.Visit.JobId ?? -1, last?.Visit.Visit ?? -1, maxExamined, last?.Image ?? -1];

    /// <summary>
    /// Returns a query with the condition for the store as an equality if there is one, so that the planner uses the index of the store.
    /// </summary>
    internal static string Of(PhotoFilter filter, string query) =>
        filter.Store is null ? query : query.Replace("($6::text IS NULL OR store_id = $6)", "store_id = $6", StringComparison.Ordinal);

    private static string Format(DateTimeOffset? date, string otherwise) =>
        date is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffffZ", CultureInfo.InvariantCulture) : otherwise;

    private static PhotoPosition ReadPosition(NpgsqlDataReader row) =>
        new(
            new VisitPlace(row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetInt32(2)),
            row.GetInt32(3)
        );

    private static ListedPhoto ReadPhoto(NpgsqlDataReader row) =>
        new(
            ReadPosition(row),
            row.GetString(4),
            row.GetString(5),
            row.GetString(6),
            new RecordedResult(
                new ImageOutcome(
                    row.IsDBNull(7) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(7)),
                    row.IsDBNull(8) ? null : row.GetString(8),
                    row.GetInt32(9),
                    row.GetInt32(10),
                    row.GetInt64(11),
                    TimeSpan.FromMilliseconds(row.GetInt64(12)),
                    row.IsDBNull(16) ? default : ContentHash.Parse(row.GetFieldValue<byte[]>(16))
                ),
                row.GetInt32(13),
                EarlierFailures.Parse(row.IsDBNull(14) ? null : row.GetString(14)),
                row.GetFieldValue<DateTimeOffset>(15),
                row.IsDBNull(24) ? null : row.GetString(24)
            ),
            row.IsDBNull(20)
                ? null
                : new SeenImage(row.GetInt64(17), new ImagePlace(row.GetInt32(18), row.GetInt32(19)), row.GetString(20)),
            row.IsDBNull(21) ? null : row.GetString(21),
            row.IsDBNull(22) ? null : row.GetString(22),
            row.IsDBNull(23) ? null : row.GetString(23)
        );
}
