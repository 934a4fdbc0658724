using System.Globalization;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads events in the order of their commits.</summary>
/// <remarks>
/// A page ends before the oldest transaction that is still in progress, because it may commit events before those that are visible.
/// </remarks>
internal static class PostgreSqlEventReads
{
    /// <summary>Query for the server whose transaction numbers are stored, and for the last transaction before which all have ended.</summary>
    private const string EndQuery =
        "SELECT (SELECT server FROM commit_origin LIMIT 1), pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1";

    /// <summary>Query for the next events of jobs. LATERAL with a limit keeps the order of the commits.</summary>
    internal const string JobsQuery = $"""
        SELECT e.commit_no, e.job_id, e.kind, e.run, e.at, e.images, e.status, e.measured, e.failed, j.tenant, j.visits, j.images, {Wanted}, j.label, {PostgreSqlMetadata.OfEvent}
        FROM job_events AS e CROSS JOIN LATERAL (SELECT tenant, status, visits, images, label FROM jobs WHERE job_id = e.job_id LIMIT 1) AS j
        WHERE (e.commit_no, e.job_id) > ($3::text::xid8, $4) AND {Settled}
        ORDER BY e.commit_no, e.job_id LIMIT $2
        """;

    /// <summary>Query for the next failures of all jobs.</summary>
    internal const string FailuresQuery = $"""
        SELECT e.visit_no, e.image_no, e.reason, e.format, e.width, e.height, e.bytes, e.elapsed_ms, e.attempts, e.earlier_failures::text, e.finished_at, e.content_hash,
          e.commit_no, e.job_id, e.run, j.tenant, {Wanted}
        FROM image_results AS e CROSS JOIN LATERAL (SELECT tenant, status FROM jobs WHERE job_id = e.job_id LIMIT 1) AS j
        WHERE e.reason IS NOT NULL AND e.commit_no > '0' AND (e.commit_no, e.job_id, e.visit_no, e.image_no, e.run) > ($3::text::xid8, $4, $5, $6, $7) AND {Settled}
        ORDER BY e.commit_no, e.job_id, e.visit_no, e.image_no, e.run LIMIT $2
        """;

    private const string Settled = "e.commit_no < pg_snapshot_xmin(pg_current_snapshot())";

    private const string Wanted = $"(j.status <> '{JobTables.Removed}' AND (cardinality($1::text[]) = 0 OR j.tenant = ANY($1)))";

    public static async Task<LedgerEvents> ReadAsync(
        PostgreSqlSnapshot snapshot,
        EventCursor? from,
        IReadOnlyCollection<string> tenants,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (origin, commit) = (
            await snapshot
                .QueryAsync(EndQuery, row => (Origin: row.GetInt64(0), Commit: row.GetInt64(1)), cancellationToken)
                .ConfigureAwait(false)
        ).Single();
        var end = EventCursor.After(origin, commit);
        if (from is not { } after)
            return new LedgerEvents([], end);
        if (after.Origin != origin || after.Commit > commit)
            return new LedgerEvents([], end, Lost: true);
        object[] place = [tenants.ToArray(), limit, after.Commit.ToString(CultureInfo.InvariantCulture), after.JobId];
        var jobs = await snapshot.QueryAsync(JobsQuery, row => ReadJobEvent(row, origin), cancellationToken, place).ConfigureAwait(false);
        var failures = await snapshot
            .QueryAsync(FailuresQuery, row => ReadFailure(row, origin), cancellationToken, [.. place, after.Visit, after.Image, after.Run])
            .ConfigureAwait(false);
        return LedgerEvents.Merge(after, jobs, failures, limit);
    }

    private static ExaminedEvent ReadJobEvent(NpgsqlDataReader row, long origin)
    {
        var kind = EventKinds.Parse(row.GetString(2));
        return new ExaminedEvent(
            new LedgerEvent(
                new JobEvent(
                    EventCursor.OfJob(origin, (long)row.GetFieldValue<ulong>(0), row.GetInt64(1)),
                    kind,
                    row.GetString(9),
                    row.GetFieldValue<DateTimeOffset>(4),
                    row.GetInt32(3),
                    row.GetInt32(10),
                    kind == JobEventKind.Retried ? row.GetInt64(5) : row.GetInt64(11),
                    row.IsDBNull(6) ? null : StoredCodes.ParseJobStatus(row.GetString(6)),
                    row.GetInt64(7),
                    row.GetInt64(8),
                    Label: row.IsDBNull(13) ? null : row.GetString(13),
                    Metadata: MetadataText.Parse(row.IsDBNull(14) ? null : row.GetString(14))
                )
            ),
            row.GetBoolean(12)
        );
    }

    private static ExaminedEvent ReadFailure(NpgsqlDataReader row, long origin)
    {
        var result = PostgreSqlResultReads.ReadResult(row);
        var cursor = new EventCursor(
            origin,
            (long)row.GetFieldValue<ulong>(12),
            row.GetInt64(13),
            row.GetInt32(0),
            row.GetInt32(1),
            row.GetInt32(14)
        );
        return new ExaminedEvent(
            new LedgerEvent(new JobEvent(cursor, JobEventKind.ImageFailed, row.GetString(15), result.FinishedAt, cursor.Run), result),
            row.GetBoolean(16)
        );
    }
}
