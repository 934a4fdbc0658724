using System.Globalization;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Deletes jobs from SQLite's ledger.</summary>
internal sealed class SqliteRetention(SqliteDatabase database) : IRetentionLedger
{
    public Task<IReadOnlyList<long>> ReadExpiredJobsAsync(DateTimeOffset endedUpTo, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(
            session =>
                session.Query(
                    $"SELECT job_id FROM jobs WHERE ended_at <= $until AND {JobTables.CanBeDeleted} ORDER BY ended_at LIMIT $limit",
                    row => row.GetInt64(0),
                    ("$until", SqliteTime.Format(endedUpTo)),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<long>> ReadRemovedJobsAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(
            session =>
                session.Query(
                    "SELECT job_id FROM jobs WHERE status = $removed AND NOT EXISTS (SELECT 1 FROM uploads AS u WHERE u.job_id = jobs.job_id) LIMIT $limit",
                    row => row.GetInt64(0),
                    ("$removed", JobTables.Removed),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    public Task<int> DeleteRowsAsync(long jobId, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(session => DeleteRows(session, jobId, limit), cancellationToken);

    /// <summary>Deletes old idempotency keys. Orleans' provider stores the time in UTC, without a time zone.</summary>
    public Task<int> DeleteKeysAsync(DateTimeOffset claimedBefore, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
                session.Execute(
                    """
                    DELETE FROM OrleansStorage WHERE rowid IN (
                      SELECT rowid FROM OrleansStorage WHERE GrainTypeString = 'idempotency' AND ModifiedOn < $before LIMIT $limit)
                    """,
                    ("$before", claimedBefore.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    /// <summary>Marks the job as deleted and returns whether it is marked.</summary>
    public static bool MarkDeleted(SqliteSession session, long jobId, DateTimeOffset endedUpTo) =>
        session.Execute(
            $"UPDATE jobs SET status = $removed WHERE job_id = $job AND ended_at <= $until AND {JobTables.CanBeDeleted}",
            ("$removed", JobTables.Removed),
            ("$job", jobId),
            ("$until", SqliteTime.Format(endedUpTo))
        ) > 0;

    /// <summary>Marks the job as deleted, whenever it ended, and abandons its webhooks. Returns whether it is marked. An upload is not a job yet.</summary>
    public static bool MarkDeleted(SqliteSession session, long jobId)
    {
        var marked = session.Execute(
            """
            UPDATE jobs SET status = $removed
            WHERE job_id = $job AND ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM uploads AS u WHERE u.job_id = jobs.job_id)
            """,
            ("$removed", JobTables.Removed),
            ("$job", jobId)
        );
        if (marked > 0)
            session.Execute(
                "UPDATE webhook_deliveries SET state = 'failed', next_attempt_at = NULL WHERE job_id = $job AND state = 'pending'",
                ("$job", jobId)
            );
        return marked > 0;
    }

    /// <summary>Returns whether the job is marked as deleted.</summary>
    public static bool IsDeleted(SqliteSession session, long jobId) =>
        session
            .Query(
                "SELECT 1 FROM jobs WHERE job_id = $job AND status = $removed AND NOT EXISTS (SELECT 1 FROM uploads AS u WHERE u.job_id = jobs.job_id)",
                row => row.GetInt32(0),
                ("$job", jobId),
                ("$removed", JobTables.Removed)
            )
            .Count > 0;

    private static int DeleteRows(SqliteSession session, long jobId, int limit)
    {
        var tenants = session.Query(
            "SELECT tenant FROM jobs WHERE job_id = $job AND status = $removed",
            row => row.GetString(0),
            ("$job", jobId),
            ("$removed", JobTables.Removed)
        );
        if (tenants is not [var tenant])
            return 0;
        foreach (var (table, key) in JobTables.All)
        {
            var statement = $"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE job_id = $job LIMIT $limit)";
            var removed =
                table == JobTables.Results
                    ? SqliteHashTable.DeleteWith(statement, session, tenant, jobId, limit)
                    : session.Execute(statement, ("$job", jobId), ("$limit", limit));
            if (removed > 0)
                return removed;
        }

        session.Execute("DELETE FROM jobs WHERE job_id = $job", ("$job", jobId));
        return 0;
    }
}
