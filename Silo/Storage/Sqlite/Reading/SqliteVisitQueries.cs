using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads the visits of stores from SQLite tables.</summary>
/// <remarks>
/// For a visit without a date, <c>dated</c> is empty and sorts before all others. CROSS JOIN makes the visits the outer loop and their
/// results the inner one, in the order of that index. The visit's job is looked up, because it may be
/// deleted, and for its tenant; without a tenant, all jobs are included.
/// </remarks>
internal sealed class SqliteVisitQueries(SqliteDatabase database) : IVisitQueries
{
    internal const string TimelineQuery = $"""
        WITH page AS (
          SELECT dated, visit_date, job_id, visit_no, {StoredVisit.Time}, images, reference FROM visits
          WHERE store_id = $store AND (dated, job_id, visit_no) < ($date, $job, $visit)
            AND (SELECT $tenant IS NULL OR tenant = $tenant FROM jobs AS j WHERE j.job_id = visits.job_id AND status <> 'removed')
          ORDER BY dated DESC, job_id DESC, visit_no DESC LIMIT $limit)
        SELECT visit_date, job_id, visit_no, visit_time, images, r.reason, count(r.run), reference
        FROM page LEFT JOIN image_results AS r USING (job_id, visit_no)
        WHERE r.run IS NULL
          OR r.run = (SELECT max(run) FROM image_results AS n WHERE n.job_id = r.job_id AND n.visit_no = r.visit_no AND n.image_no = r.image_no)
        GROUP BY dated, job_id, visit_no, r.reason
        ORDER BY dated DESC, job_id DESC, visit_no DESC
        """;

    internal const string LastGoodImageQuery = """
        SELECT visit_date, v.job_id, v.visit_no, image_no,
          ifnull((SELECT t.image_url FROM retries AS t
            WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no AND t.image_no = r.image_no AND t.run <= r.run AND t.image_url IS NOT NULL
            ORDER BY t.run DESC LIMIT 1), json_extract(image_urls, '$[' || image_no || ']')), width, height, perimeter
        FROM visits AS v CROSS JOIN image_results AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.reason IS NULL
        WHERE store_id = $store AND (SELECT $tenant IS NULL OR tenant = $tenant FROM jobs AS j WHERE j.job_id = v.job_id AND status <> 'removed')
        ORDER BY dated DESC, v.job_id DESC, v.visit_no DESC, image_no DESC LIMIT 1
        """;

    /// <summary>
    /// Selects measured images. A visit's images come in the order of their key; sorting by their numbers too would make each page read the
    /// rest of the visit.
    /// </summary>
    internal const string MeasurementsQuery = """
        SELECT visit_date, v.job_id, v.visit_no, image_no, perimeter
        FROM visits AS v CROSS JOIN image_results AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.reason IS NULL
          AND r.image_no > CASE WHEN v.job_id = $job AND v.visit_no = $visit THEN $image ELSE -1 END
        WHERE store_id = $store AND (dated, v.job_id, v.visit_no) >= ($from, $job, $visit) AND dated <= $to
          AND (SELECT $tenant IS NULL OR tenant = $tenant FROM jobs AS j WHERE j.job_id = v.job_id AND status <> 'removed')
        ORDER BY dated, v.job_id, v.visit_no LIMIT $limit
        """;

    /// <summary>Sorts after every date.</summary>
    private const string Latest = "~";

    /// <summary>Sorts before every date, and after visits without one.</summary>
    private const string Earliest = "0";

    public Task<IReadOnlyList<VisitSummary>> ReadTimelineAsync(
        string storeId,
        string? tenant,
        VisitPlace? before,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<VisitSummary>>(
            session =>
                TimelineRow.ToVisits(
                    session.Query(
                        TimelineQuery,
                        row => new TimelineRow(
                            new VisitSummary(
                                ReadPlace(row),
                                row.GetString(3),
                                row.GetInt32(4),
                                0,
                                [],
                                row.IsDBNull(7) ? null : row.GetString(7)
                            ),
                            row.IsDBNull(5) ? null : row.GetString(5),
                            row.GetInt32(6)
                        ),
                        ("$store", storeId),
                        ("$date", before is null ? Latest : FormatDate(before.Date)),
                        ("$job", before?.JobId ?? 0),
                        ("$visit", before?.Visit ?? 0),
                        ("$limit", limit),
                        ("$tenant", tenant)
                    )
                ),
            cancellationToken
        );

    public Task<GoodImage?> FindLastGoodImageAsync(string storeId, string? tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        LastGoodImageQuery,
                        row => new GoodImage(
                            ReadPlace(row),
                            row.GetInt32(3),
                            row.GetString(4),
                            row.GetInt32(5),
                            row.GetInt32(6),
                            row.GetInt64(7)
                        ),
                        ("$store", storeId),
                        ("$tenant", tenant)
                    )
                    .SingleOrDefault(),
            cancellationToken
        );

    public Task<IReadOnlyList<string>> FindVisitedAsync(
        IReadOnlyCollection<string> storeIds,
        VisitPeriod period,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<string>>(
            session =>
                session.Query(
                    """
                    SELECT value FROM json_each($stores) AS wanted
                    WHERE EXISTS(SELECT 1 FROM visits WHERE store_id = wanted.value AND dated BETWEEN $from AND $to)
                    """,
                    row => row.GetString(0),
                    ("$stores", JsonSerializer.Serialize(storeIds)),
                    ("$from", From(period)),
                    ("$to", To(period))
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        string storeId,
        string? tenant,
        VisitPeriod period,
        Measurement? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<Measurement>>(
            session =>
                session.Query(
                    MeasurementsQuery,
                    row => new Measurement(storeId, ReadPlace(row), row.GetInt32(3), row.GetInt64(4)),
                    ("$store", storeId),
                    ("$from", after is null ? From(period) : FormatDate(after.Place.Date)),
                    ("$job", after?.Place.JobId ?? 0),
                    ("$visit", after?.Place.Visit ?? 0),
                    ("$image", after?.Image ?? -1),
                    ("$to", To(period)),
                    ("$limit", limit),
                    ("$tenant", tenant)
                ),
            cancellationToken
        );

    private static string From(VisitPeriod period) =>
        period switch
        {
            { From: { } from } => FormatDate(from),
            { To: not null } => Earliest,
            _ => "",
        };

    private static string To(VisitPeriod period) => period.To is { } to ? FormatDate(to) : Latest;

    private static string FormatDate(DateTimeOffset? date) => date is { } known ? SqliteTime.Format(known) : "";

    private static VisitPlace ReadPlace(SqliteDataReader row) =>
        new(row.IsDBNull(0) ? null : SqliteTime.Parse(row.GetString(0)), row.GetInt64(1), row.GetInt32(2));
}
