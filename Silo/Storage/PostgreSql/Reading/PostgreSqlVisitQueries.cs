using System.Globalization;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads the visits of stores from PostgreSQL tables.</summary>
/// <remarks>
/// A visit without a date sorts before all others: <c>coalesce(visit_date, '-infinity')</c> matches the index ix_visits_timeline. Dates are
/// passed as text, because .NET has no infinite dates. The job of a visit is looked up, because it may be deleted, and
/// for its tenant; an empty tenant includes all.
/// </remarks>
internal sealed class PostgreSqlVisitQueries(PostgreSqlDatabase database) : IVisitQueries
{
    internal const string TimelineQuery = $"""
        WITH page AS MATERIALIZED (
          SELECT visit_date, job_id, visit_no, {StoredVisit.Time}, images, reference FROM visits
          WHERE store_id = $1 AND (coalesce(visit_date, '-infinity'), job_id, visit_no) < ($2::timestamptz, $3, $4)
            AND (SELECT $6 IN ('', tenant) FROM jobs AS j WHERE j.job_id = visits.job_id AND status <> 'removed')
          ORDER BY coalesce(visit_date, '-infinity') DESC, job_id DESC, visit_no DESC LIMIT $5)
        SELECT visit_date, job_id, visit_no, visit_time, images, r.reason, count(r.run)::integer, reference
        FROM page LEFT JOIN image_results AS r USING (job_id, visit_no)
        WHERE r.run IS NULL
          OR r.run = (SELECT max(run) FROM image_results AS n WHERE n.job_id = r.job_id AND n.visit_no = r.visit_no AND n.image_no = r.image_no)
        GROUP BY visit_date, job_id, visit_no, visit_time, images, reference, r.reason
        ORDER BY coalesce(visit_date, '-infinity') DESC, job_id DESC, visit_no DESC
        """;

    internal const string LastGoodImageQuery = """
        SELECT visit_date, v.job_id, v.visit_no, image_no,
          coalesce((SELECT t.image_url FROM retries AS t
            WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no AND t.image_no = r.image_no AND t.run <= r.run AND t.image_url IS NOT NULL
            ORDER BY t.run DESC LIMIT 1), image_urls[image_no + 1]), width, height, perimeter
        FROM visits AS v JOIN image_results AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.reason IS NULL
        WHERE store_id = $1 AND (SELECT $2 IN ('', tenant) FROM jobs AS j WHERE j.job_id = v.job_id AND status <> 'removed')
        ORDER BY coalesce(visit_date, '-infinity') DESC, v.job_id DESC, v.visit_no DESC, image_no DESC LIMIT 1
        """;

    /// <summary>
    /// Selects measured images. Without LATERAL and its limit, the planner might read the results of all jobs for a join, and all images of
    /// a large visit for a page.
    /// </summary>
    internal const string MeasurementsQuery = """
        SELECT visit_date, job_id, visit_no, image_no, perimeter
        FROM (
          SELECT coalesce(visit_date, '-infinity') AS dated, visit_date, job_id, visit_no FROM visits
          WHERE store_id = $1 AND (coalesce(visit_date, '-infinity'), job_id, visit_no) >= ($2::timestamptz, $3, $4)
            AND coalesce(visit_date, '-infinity') <= $6::timestamptz
            AND (SELECT $8 IN ('', tenant) FROM jobs AS j WHERE j.job_id = visits.job_id AND status <> 'removed')
          ORDER BY coalesce(visit_date, '-infinity'), job_id, visit_no) AS v
        CROSS JOIN LATERAL (
          SELECT image_no, perimeter FROM image_results AS r
          WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no AND reason IS NULL
            AND image_no > CASE WHEN v.job_id = $3 AND v.visit_no = $4 THEN $5 ELSE -1 END
          ORDER BY image_no LIMIT $7) AS measured
        ORDER BY dated, job_id, visit_no, image_no LIMIT $7
        """;

    private const string Undated = "-infinity";
    private const string Latest = "infinity";

    /// <summary>Sorts before every possible date of a visit, and after visits without one.</summary>
    private const string Earliest = "0001-01-01 00:00:00Z";

    public async Task<IReadOnlyList<VisitSummary>> ReadTimelineAsync(
        string storeId,
        string? tenant,
        VisitPlace? before,
        int limit,
        CancellationToken cancellationToken
    ) =>
        TimelineRow.ToVisits(
            await database
                .QueryAsync(
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
                    cancellationToken,
                    storeId,
                    before is null ? Latest : FormatDate(before.Date),
                    before?.JobId ?? 0,
                    before?.Visit ?? 0,
                    limit,
                    tenant ?? ""
                )
                .ConfigureAwait(false)
        );

    public async Task<GoodImage?> FindLastGoodImageAsync(string storeId, string? tenant, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    LastGoodImageQuery,
                    row => new GoodImage(
                        ReadPlace(row),
                        row.GetInt32(3),
                        row.GetString(4),
                        row.GetInt32(5),
                        row.GetInt32(6),
                        row.GetInt64(7)
                    ),
                    cancellationToken,
                    storeId,
                    tenant ?? ""
                )
                .ConfigureAwait(false)
        ).SingleOrDefault();

    public async Task<IReadOnlyList<string>> FindVisitedAsync(
        IReadOnlyCollection<string> storeIds,
        VisitPeriod period,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                """
                SELECT wanted FROM unnest($1::text[]) AS wanted
                WHERE EXISTS(
                  SELECT 1 FROM visits WHERE store_id = wanted AND coalesce(visit_date, '-infinity') BETWEEN $2::timestamptz AND $3::timestamptz)
                """,
                row => row.GetString(0),
                cancellationToken,
                storeIds.ToArray(),
                From(period),
                To(period)
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        string storeId,
        string? tenant,
        VisitPeriod period,
        Measurement? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                MeasurementsQuery,
                row => new Measurement(storeId, ReadPlace(row), row.GetInt32(3), row.GetInt64(4)),
                cancellationToken,
                storeId,
                after is null ? From(period) : FormatDate(after.Place.Date),
                after?.Place.JobId ?? 0,
                after?.Place.Visit ?? 0,
                after?.Image ?? -1,
                To(period),
                limit,
                tenant ?? ""
            )
            .ConfigureAwait(false);

    private static string From(VisitPeriod period) =>
        period switch
        {
            { From: { } from } => FormatDate(from),
            { To: not null } => Earliest,
            _ => Undated,
        };

    private static string To(VisitPeriod period) => period.To is { } to ? FormatDate(to) : Latest;

    private static string FormatDate(DateTimeOffset? date) =>
        date is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffffZ", CultureInfo.InvariantCulture) : Undated;

    private static VisitPlace ReadPlace(NpgsqlDataReader row) =>
        new(row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetInt32(2));
}
