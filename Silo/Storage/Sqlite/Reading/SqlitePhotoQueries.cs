using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Ledger;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads the images of all jobs from SQLite tables, in the order of an index of visits.</summary>
/// <remarks>
/// For a visit without a date, <c>dated</c> is empty and sorts before all others. CROSS JOIN makes the visits the outer loop, and their
/// results the inner one, in the order of their key.
/// </remarks>
internal sealed class SqlitePhotoQueries(SqliteDatabase database) : IPhotoQueries
{
    internal static readonly string LastQuery = Last("visits AS v INDEXED BY ix_visits_dates", "");
    internal static readonly string PageQuery = Page("visits AS v INDEXED BY ix_visits_dates", "");
    internal static readonly string LastOfStoreQuery = Last("visits AS v INDEXED BY ix_visits_timeline", "v.store_id = $store AND ");
    internal static readonly string PageOfStoreQuery = Page("visits AS v INDEXED BY ix_visits_timeline", "v.store_id = $store AND ");

    /// <summary>SQL condition for results after the first position, which may be in the middle of a visit.</summary>
    private const string After = """
        r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no > CASE WHEN v.job_id = $job AND v.visit_no = $visit THEN $image ELSE -1 END
        """;

    private const string Range = "(v.dated, v.job_id, v.visit_no) <= ($date, $job, $visit) AND v.dated >= $from";

    /// <summary>Sorts after every date.</summary>
    private const string Latest = "~";

    /// <summary>Sorts before every date, and after visits without one.</summary>
    private const string Earliest = "0";

    public Task<PhotoPage> ReadAsync(
        PhotoFilter filter,
        IReadOnlyCollection<string>? area,
        PhotoPosition? after,
        int limit,
        int maxExamined,
        CancellationToken cancellationToken
    ) => database.ReadAsync(session => Read(session, filter, area, PhotoStart.After(after), limit, maxExamined), cancellationToken);

    /// <summary>Returns the query for the last of the results to examine. A visit without results counts as one.</summary>
    private static string Last(string visits, string ofStore) =>
        $"""
            SELECT v.visit_date, v.job_id, v.visit_no, ifnull(r.image_no, {PhotoStart.EndOfVisit})
            FROM {visits} LEFT JOIN image_results AS r ON {After}
            WHERE {ofStore}{Range}
            ORDER BY v.dated DESC, v.job_id DESC, v.visit_no DESC LIMIT 1 OFFSET $skipped
            """;

    /// <summary>
    /// Returns the query for a page. The hash of each image is looked up once. The URLs of each visit are expanded once, regardless of its
    /// number of images, and only for visits on the page.
    /// </summary>
    private static string Page(string visits, string ofStore) =>
        $"""
            WITH found AS MATERIALIZED (
              SELECT v.dated, v.visit_date, j.label, r.job_id, r.visit_no, r.image_no, v.store_id, {StoredVisit.Time}, r.reason, r.format, r.width, r.height, r.bytes, r.elapsed_ms, r.attempts,
                r.earlier_failures, r.finished_at, r.content_hash, r.analysis, f.job_id AS seen_job, f.visit_no AS seen_visit, f.image_no AS seen_image
              FROM {visits}
                CROSS JOIN jobs AS j ON j.job_id = v.job_id AND j.status <> '{JobTables.Removed}' AND ($tenant IS NULL OR j.tenant = $tenant)
                CROSS JOIN image_results AS r ON {After}
                  AND r.image_no <= CASE WHEN v.job_id = $last_job AND v.visit_no = $last_visit THEN $last_image ELSE {int.MaxValue} END
                LEFT JOIN content_hashes AS f ON (f.tenant, f.hash_start, f.job_id, f.visit_no, f.image_no) = (
                    SELECT h.tenant, h.hash_start, h.job_id, h.visit_no, h.image_no
                    FROM (
                      SELECT tenant, hash_start, job_id, visit_no, image_no FROM content_hashes WHERE tenant = j.tenant AND hash_start = hash_start(r.content_hash)
                      ORDER BY job_id, visit_no, image_no LIMIT {ContentHash.MaxCompared}) AS h
                    CROSS JOIN image_results AS e
                      ON (e.job_id, e.visit_no, e.image_no) = (h.job_id, h.visit_no, h.image_no) AND e.content_hash = r.content_hash
                    ORDER BY h.job_id, h.visit_no, h.image_no LIMIT 1)
                  AND (f.job_id, f.visit_no) < (r.job_id, r.visit_no)
              WHERE {ofStore}{Range} AND (v.dated, v.job_id, v.visit_no) >= ($last_date, $last_job, $last_visit)
                AND ($area IS NULL OR v.store_id IN (SELECT value FROM json_each($area))) AND {SqliteRetries.IsLatest}
                AND ($kinds = 0 OR ($kinds & 1 AND r.reason IS NULL) OR ($kinds & 2 AND r.reason IS NOT NULL) OR ($kinds & 4 AND f.job_id IS NOT NULL))
              ORDER BY v.dated DESC, v.job_id DESC, v.visit_no DESC LIMIT $limit)
            SELECT p.visit_date, p.job_id, p.visit_no, p.image_no, p.store_id, p.visit_time, {SqliteRetries.CurrentUrl}, p.reason, p.format, p.width, p.height, p.bytes,
              p.elapsed_ms, p.attempts, p.earlier_failures, p.finished_at, p.content_hash, p.seen_job, p.seen_visit, p.seen_image, w.store_id,
              p.label, json_extract(v.image_references, '$[' || p.image_no || ']'), v.reference, p.analysis
            FROM (SELECT DISTINCT job_id, visit_no FROM found) AS shown
              CROSS JOIN visits AS v ON v.job_id = shown.job_id AND v.visit_no = shown.visit_no
              CROSS JOIN json_each(v.image_urls) AS url
              CROSS JOIN found AS p ON p.job_id = v.job_id AND p.visit_no = v.visit_no AND p.image_no = url.key
              LEFT JOIN visits AS w ON w.job_id = p.seen_job AND w.visit_no = p.seen_visit
            ORDER BY p.dated DESC, p.job_id DESC, p.visit_no DESC, p.image_no
            """;

    private static PhotoPage Read(
        SqliteSession session,
        PhotoFilter filter,
        IReadOnlyCollection<string>? area,
        PhotoPosition? after,
        int limit,
        int maxExamined
    )
    {
        (string, object?)[] start =
        [
            ("$date", DateOf(after, filter.Before)),
            ("$job", after?.Visit.JobId ?? 0),
            ("$visit", after?.Visit.Visit ?? 0),
            ("$image", after?.Image ?? -1),
            .. filter.Store is { } store ? [("$store", store)] : Array.Empty<(string, object?)>(),
        ];
        var from = EndOf(filter);
        var last = session
            .Query(
                filter.Store is null ? LastQuery : LastOfStoreQuery,
                ReadPosition,
                [.. start, ("$from", from), ("$skipped", maxExamined - 1)]
            )
            .SingleOrDefault();
        var photos = session.Query(
            filter.Store is null ? PageQuery : PageOfStoreQuery,
            ReadPhoto,
            [
                .. start,
                ("$from", last?.Visit.Date is { } oldest ? SqliteTime.Format(oldest) : from),
                .. EndAt(last),
                ("$tenant", filter.Tenant),
                ("$area", area is null ? null : JsonSerializer.Serialize(area)),
                ("$kinds", (int)filter.Kinds),
                ("$limit", limit),
            ]
        );
        return PhotoPage.Of(photos, limit, last);
    }

    /// <summary>Returns the date at which the period begins, where the list ends. A period excludes visits without a date.</summary>
    private static string EndOf(PhotoFilter filter) =>
        filter switch
        {
            { From: { } first } => SqliteTime.Format(first),
            { Before: not null } => Earliest,
            _ => "",
        };

    private static (string, object?)[] EndAt(PhotoPosition? last) =>
        [
            ("$last_date", last?.Visit.Date is { } date ? SqliteTime.Format(date) : ""),
            ("$last_job", last?.Visit.JobId ?? -1),
            ("$last_visit", last?.Visit.Visit ?? -1),
            ("$last_image", last?.Image ?? -1),
        ];

    /// <summary>Returns the date at which to start: that of the last position, or the end of the period.</summary>
    private static string DateOf(PhotoPosition? after, DateTimeOffset? before) =>
        after is not null
            ? after.Visit.Date is { } date
                ? SqliteTime.Format(date)
                : ""
            : before is { } end
                ? SqliteTime.Format(end)
                : Latest;

    private static PhotoPosition ReadPosition(SqliteDataReader row) =>
        new(new VisitPlace(row.IsDBNull(0) ? null : SqliteTime.Parse(row.GetString(0)), row.GetInt64(1), row.GetInt32(2)), row.GetInt32(3));

    private static ListedPhoto ReadPhoto(SqliteDataReader row) =>
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
                SqliteTime.Parse(row.GetString(15)),
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
