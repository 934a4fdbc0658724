using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Ledger;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads the failures of all jobs from SQLite tables, in the order of their time index.</summary>
internal sealed class SqliteFailureQueries(SqliteDatabase database) : IFailureQueries
{
    /// <summary>Query for the last of the failures to examine.</summary>
    internal const string LastQuery = $"""
        SELECT {Position} FROM image_results INDEXED BY ix_image_results_failed_times
        WHERE reason IS NOT NULL AND ({Position}) < ($at, $job, $visit, $image, $run) AND finished_at >= $from
        ORDER BY finished_at DESC, job_id DESC, visit_no DESC, image_no DESC, run DESC LIMIT 1 OFFSET $skipped
        """;

    /// <summary>
    /// Query for a page. CROSS JOIN keeps the order of the index. The URLs of each visit are expanded once, regardless of its number of
    /// failures, and only for visits that can be on the page.
    /// </summary>
    internal const string PageQuery = $"""
        WITH examined AS MATERIALIZED (
          SELECT r.finished_at, r.job_id, r.visit_no, r.image_no, r.run, r.reason, r.attempts, j.label
          FROM image_results AS r INDEXED BY ix_image_results_failed_times
            CROSS JOIN jobs AS j ON j.job_id = r.job_id AND j.status <> '{JobTables.Removed}' AND ($tenant IS NULL OR j.tenant = $tenant)
            CROSS JOIN visits AS v ON v.job_id = r.job_id AND v.visit_no = r.visit_no AND ($store IS NULL OR v.store_id = $store)
              AND ($visit_reference IS NULL OR v.reference = $visit_reference)
              AND ($reference IS NULL OR json_extract(v.image_references, '$[' || r.image_no || ']') = $reference)
          WHERE r.reason IS NOT NULL AND (r.finished_at, r.job_id, r.visit_no, r.image_no, r.run) < ($at, $job, $visit, $image, $run) AND r.finished_at >= $from
            AND (r.finished_at, r.job_id, r.visit_no, r.image_no, r.run) >= ($last_at, $last_job, $last_visit, $last_image, $last_run)
            AND ($reason IS NULL OR r.reason = $reason) AND ($area IS NULL OR v.store_id IN (SELECT value FROM json_each($area)))
            AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
          ORDER BY r.finished_at DESC, r.job_id DESC, r.visit_no DESC, r.image_no DESC, r.run DESC LIMIT $examined),
        addressed AS (
          SELECT r.*, v.store_id, {StoredVisit.Time}, {SqliteRetries.CurrentUrl} AS address,
            json_extract(v.image_references, '$[' || r.image_no || ']') AS image_reference, v.reference
          FROM (SELECT DISTINCT job_id, visit_no FROM examined) AS failing
            CROSS JOIN visits AS v ON v.job_id = failing.job_id AND v.visit_no = failing.visit_no
            CROSS JOIN json_each(v.image_urls) AS url
            CROSS JOIN examined AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no = url.key)
        SELECT {Position}, store_id, visit_time, address, host_and_port_of(address), reason, attempts, label, image_reference, reference FROM addressed
        WHERE $host IS NULL OR $host IN (host_of(address), host_and_port_of(address), host_and_port_of(address) || ':')
        ORDER BY finished_at DESC, job_id DESC, visit_no DESC, image_no DESC, run DESC LIMIT $limit
        """;

    private const string Position = "finished_at, job_id, visit_no, image_no, run";

    /// <summary>Sorts after every time.</summary>
    private const string Latest = "~";

    public Task<FailurePage> ReadAsync(
        FailureFilter filter,
        IReadOnlyCollection<string>? area,
        FailurePosition? after,
        int limit,
        int maxExamined,
        CancellationToken cancellationToken
    ) => database.ReadAsync(session => Read(session, filter, area, after, limit, maxExamined), cancellationToken);

    private static FailurePage Read(
        SqliteSession session,
        FailureFilter filter,
        IReadOnlyCollection<string>? area,
        FailurePosition? after,
        int limit,
        int maxExamined
    )
    {
        var range = RangeOf(filter, after);
        var from = filter.From is { } first ? SqliteTime.Format(first) : "";
        var last = session.Query(LastQuery, ReadPosition, [.. range, ("$from", from), ("$skipped", maxExamined - 1)]).SingleOrDefault();

        // SQLite ends the scan of an index at a single value only: at the time of the last failure, or it would go through all that are
        // older.
        if (last is not null)
            from = SqliteTime.Format(last.At);
        var failures = session.Query(
            PageQuery,
            ReadFailure,
            [
                .. range,
                ("$from", from),
                .. EndAt(last),
                .. Values(filter, area),
                ("$examined", filter.Host is null ? limit : maxExamined),
                ("$limit", limit),
            ]
        );
        return FailurePage.Of(failures, limit, last);
    }

    /// <summary>Returns the position after which to start: the last one of the page before, or the end of the period.</summary>
    private static (string, object?)[] RangeOf(FailureFilter filter, FailurePosition? after)
    {
        var start = after?.At ?? filter.Before;
        return
        [
            ("$at", start is { } time ? SqliteTime.Format(time) : Latest),
            ("$job", after?.JobId ?? 0),
            ("$visit", after?.Visit ?? 0),
            ("$image", after?.Image ?? 0),
            ("$run", after?.Run ?? 0),
        ];
    }

    private static (string, object?)[] EndAt(FailurePosition? last) =>
        [
            ("$last_at", last is null ? "" : SqliteTime.Format(last.At)),
            ("$last_job", last?.JobId ?? 0),
            ("$last_visit", last?.Visit ?? 0),
            ("$last_image", last?.Image ?? 0),
            ("$last_run", last?.Run ?? 0),
        ];

    private static (string, object?)[] Values(FailureFilter filter, IReadOnlyCollection<string>? area) =>
        [
            ("$tenant", filter.Tenant),
            ("$store", filter.Store),
            ("$area", area is null ? null : JsonSerializer.Serialize(area)),
            ("$reason", filter.Reason?.Code()),
            ("$host", filter.Host),
            ("$reference", filter.Reference),
            ("$visit_reference", filter.VisitReference),
        ];

    private static ListedFailure ReadFailure(SqliteDataReader row) =>
        new(
            ReadPosition(row),
            row.GetString(5),
            row.GetString(6),
            row.GetString(7),
            row.GetString(8),
            StoredCodes.ParseReason(row.GetString(9)),
            row.GetInt32(10),
            row.IsDBNull(11) ? null : row.GetString(11),
            row.IsDBNull(12) ? null : row.GetString(12),
            row.IsDBNull(13) ? null : row.GetString(13)
        );

    private static FailurePosition ReadPosition(SqliteDataReader row) =>
        new(SqliteTime.Parse(row.GetString(0)), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4));
}
