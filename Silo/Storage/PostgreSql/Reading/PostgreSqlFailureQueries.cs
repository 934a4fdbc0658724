using System.Globalization;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads the failures of all jobs from PostgreSQL tables, in the order of their time index.</summary>
/// <remarks>Times are passed as text, because .NET has no infinite times.</remarks>
internal sealed class PostgreSqlFailureQueries(PostgreSqlDatabase database) : IFailureQueries
{
    /// <summary>
    /// Planner settings that allow loops only for LATERAL. Images and URLs are joined by hash, no matter how few failures the planner
    /// expects.
    /// </summary>
    internal const string Planner = $"{PostgreSqlSnapshot.Upwards}; SET LOCAL enable_nestloop = off";

    /// <summary>Query for the last of the failures to examine.</summary>
    internal const string LastQuery = $"""
        SELECT {Position} FROM image_results
        WHERE reason IS NOT NULL AND ({Position}) < ($1::timestamptz, $2, $3, $4, $5) AND finished_at >= $6::timestamptz
        ORDER BY finished_at DESC, job_id DESC, visit_no DESC, image_no DESC, run DESC LIMIT 1 OFFSET $7
        """;

    /// <summary>
    /// Query for a page. LATERAL with a limit keeps the order of the index and looks up each job and visit by its key. The URLs of each
    /// visit are expanded once, regardless of its number of failures, and only for visits that can be on the page.
    /// </summary>
    internal static readonly string PageQuery = $"""
        WITH examined AS MATERIALIZED (
          SELECT r.finished_at, r.job_id, r.visit_no, r.image_no, r.run, r.reason, r.attempts, j.label
          FROM image_results AS r
            CROSS JOIN LATERAL (
              SELECT label FROM jobs WHERE job_id = r.job_id AND status <> '{JobTables.Removed}' AND ($12::text IS NULL OR tenant = $12) LIMIT 1) AS j
            CROSS JOIN LATERAL (
              SELECT 1 FROM visits WHERE job_id = r.job_id AND visit_no = r.visit_no
                AND ($13::text IS NULL OR store_id = $13) AND ($14::text[] IS NULL OR store_id = ANY($14))
                AND ($19::text IS NULL OR image_references[r.image_no + 1] = $19) AND ($20::text IS NULL OR reference = $20) LIMIT 1) AS v
          WHERE r.reason IS NOT NULL AND (r.finished_at, r.job_id, r.visit_no, r.image_no, r.run) < ($1::timestamptz, $2, $3, $4, $5)
            AND r.finished_at >= $6::timestamptz AND (r.finished_at, r.job_id, r.visit_no, r.image_no, r.run) >= ($7::timestamptz, $8, $9, $10, $11)
            AND ($15::text IS NULL OR r.reason = $15)
            AND NOT EXISTS (
              SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run OFFSET 0)
          ORDER BY r.finished_at DESC, r.job_id DESC, r.visit_no DESC, r.image_no DESC, r.run DESC LIMIT $17),
        addressed AS (
          SELECT r.*, v.store_id, {StoredVisit.Time}, {PostgreSqlRetries.CurrentUrl} AS address, v.image_references[r.image_no + 1] AS image_reference, v.reference
          FROM (SELECT DISTINCT job_id, visit_no FROM examined) AS failing
            CROSS JOIN LATERAL (
              SELECT job_id, visit_no, store_id, visit_time, image_urls, reference, image_references FROM visits WHERE job_id = failing.job_id AND visit_no = failing.visit_no LIMIT 1) AS v
            CROSS JOIN LATERAL unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
            JOIN examined AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no = url.position - 1)
        SELECT {Position}, store_id, visit_time, address, {PostgreSqlHosts.WithPort(
            "address"
        )}, reason, attempts, label, image_reference, reference FROM addressed
        WHERE $16::text IS NULL OR $16 IN ({PostgreSqlHosts.Of("address")}, {PostgreSqlHosts.WithPort("address")}, {PostgreSqlHosts.WithPort("address")} || ':')
        ORDER BY finished_at DESC, job_id DESC, visit_no DESC, image_no DESC, run DESC LIMIT $18
        """;

    private const string Position = "finished_at, job_id, visit_no, image_no, run";
    private const string Earliest = "-infinity";
    private const string Latest = "infinity";

    public async Task<FailurePage> ReadAsync(
        FailureFilter filter,
        IReadOnlyCollection<string>? area,
        FailurePosition? after,
        int limit,
        int maxExamined,
        CancellationToken cancellationToken
    )
    {
        var range = RangeOf(filter, after);
        await using var snapshot = await PostgreSqlSnapshot.OpenAsync(database, Planner, cancellationToken).ConfigureAwait(false);
        object[] examined = [.. range, Format(filter.From, Earliest), maxExamined - 1];
        var last = (
            await snapshot.QueryAsync(LastQuery, ReadPosition, cancellationToken, examined).ConfigureAwait(false)
        ).SingleOrDefault();
        object[] page =
        [
            .. range,
            Format(last?.At ?? filter.From, Earliest),
            .. EndAt(last),
            .. Values(filter, area),
            filter.Host is null ? limit : maxExamined,
            limit,
            (object?)filter.Reference ?? DBNull.Value,
            (object?)filter.VisitReference ?? DBNull.Value,
        ];
        var failures = await snapshot.QueryAsync(PageQuery, ReadFailure, cancellationToken, page).ConfigureAwait(false);
        return FailurePage.Of(failures, limit, last);
    }

    /// <summary>Returns the position after which to start: the last one of the page before, or the end of the period.</summary>
    private static object[] RangeOf(FailureFilter filter, FailurePosition? after) =>
        [Format(after?.At ?? filter.Before, Latest), after?.JobId ?? 0, after?.Visit ?? 0, after?.Image ?? 0, after?.Run ?? 0];

    private static object[] EndAt(FailurePosition? last) =>
        [Format(last?.At, Earliest), last?.JobId ?? 0, last?.Visit ?? 0, last?.Image ?? 0, last?.Run ?? 0];

    private static object[] Values(FailureFilter filter, IReadOnlyCollection<string>? area) =>
        [
            (object?)filter.Tenant ?? DBNull.Value,
            (object?)filter.Store ?? DBNull.Value,
            (object?)area?.ToArray() ?? DBNull.Value,
            (object?)filter.Reason?.Code() ?? DBNull.Value,
            (object?)filter.Host ?? DBNull.Value,
        ];

    private static ListedFailure ReadFailure(NpgsqlDataReader row) =>
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

    private static string Format(DateTimeOffset? time, string otherwise) =>
        time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffffZ", CultureInfo.InvariantCulture) : otherwise;

    private static FailurePosition ReadPosition(NpgsqlDataReader row) =>
        new(row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4));
}
