using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Ledger;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads events in the order of their commits.</summary>
internal static class SqliteEventReads
{
    /// <summary>Query for the next events of jobs. CROSS JOIN keeps the order of the commits.</summary>
    internal const string JobsQuery = $"""
        SELECT e.commit_no, e.job_id, e.kind, e.run, e.at, e.images, e.status, e.measured, e.failed, j.tenant, j.visits, j.images, {Wanted}, j.label, {SqliteMetadata.OfEvent}
        FROM job_events AS e CROSS JOIN jobs AS j ON j.job_id = e.job_id
        WHERE (e.commit_no, e.job_id) > ($commit, $job) ORDER BY e.commit_no, e.job_id LIMIT $limit
        """;

    /// <summary>Query for the next failures of all jobs.</summary>
    internal const string FailuresQuery = $"""
        SELECT r.visit_no, r.image_no, r.reason, r.format, r.width, r.height, r.bytes, r.elapsed_ms, r.attempts, r.earlier_failures, r.finished_at, r.content_hash,
          r.commit_no, r.job_id, r.run, j.tenant, {Wanted}
        FROM image_results AS r INDEXED BY ix_image_results_failed_order CROSS JOIN jobs AS j ON j.job_id = r.job_id
        WHERE r.reason IS NOT NULL AND (r.commit_no, r.job_id, r.visit_no, r.image_no, r.run) > ($commit, $job, $visit, $image, $run)
        ORDER BY r.commit_no, r.job_id, r.visit_no, r.image_no, r.run LIMIT $limit
        """;

    /// <summary>A file has only one server. A restored one continues at a lower number.</summary>
    private const long Origin = 0;

    private const string Wanted =
        $"j.status <> '{JobTables.Removed}' AND ($tenants IS NULL OR j.tenant IN (SELECT value FROM json_each($tenants)))";

    public static LedgerEvents Read(SqliteSession session, EventCursor? from, IReadOnlyCollection<string> tenants, int limit)
    {
        var end = EventCursor.After(Origin, session.Query("SELECT last FROM commits", row => row.GetInt64(0)).Single());
        if (from is not { } after)
            return new LedgerEvents([], end);
        if (after.Origin != Origin || after.Commit > end.Commit)
            return new LedgerEvents([], end, Lost: true);
        var filter = tenants.Count == 0 ? null : JsonSerializer.Serialize(tenants);
        var jobs = session.Query(
            JobsQuery,
            ReadJobEvent,
            ("$tenants", filter),
            ("$commit", after.Commit),
            ("$job", after.JobId),
            ("$limit", limit)
        );
        var failures = session.Query(
            FailuresQuery,
            ReadFailure,
            ("$tenants", filter),
            ("$commit", after.Commit),
            ("$job", after.JobId),
            ("$visit", after.Visit),
            ("$image", after.Image),
            ("$run", after.Run),
            ("$limit", limit)
        );
        return LedgerEvents.Merge(after, jobs, failures, limit);
    }

    private static ExaminedEvent ReadJobEvent(SqliteDataReader row)
    {
        var kind = EventKinds.Parse(row.GetString(2));
        return new ExaminedEvent(
            new LedgerEvent(
                new JobEvent(
                    EventCursor.OfJob(Origin, row.GetInt64(0), row.GetInt64(1)),
                    kind,
                    row.GetString(9),
                    SqliteTime.Parse(row.GetString(4)),
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

    private static ExaminedEvent ReadFailure(SqliteDataReader row)
    {
        var result = SqliteResultReads.ReadResult(row);
        var cursor = new EventCursor(Origin, row.GetInt64(12), row.GetInt64(13), row.GetInt32(0), row.GetInt32(1), row.GetInt32(14));
        return new ExaminedEvent(
            new LedgerEvent(new JobEvent(cursor, JobEventKind.ImageFailed, row.GetString(15), result.FinishedAt, cursor.Run), result),
            row.GetBoolean(16)
        );
    }
}
