using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Numbers transactions, and writes the events of jobs.</summary>
internal static class SqliteEvents
{
    /// <summary>
    /// Returns a number for the current transaction that is greater than those of all earlier ones. There is only one writer, so no lower
    /// number is committed later.
    /// </summary>
    public static long NextCommit(SqliteSession session) =>
        session.Query("UPDATE commits SET last = last + 1 RETURNING last", row => row.GetInt64(0)).Single();

    /// <param name="images">Number of images that are retried; 0 for other events.</param>
    /// <param name="end">Status and figures of a job that ended.</param>
    public static void Insert(
        SqliteSession session,
        long jobId,
        JobEventKind kind,
        DateTimeOffset at,
        long images = 0,
        JobEnd? end = null
    ) =>
        session.Execute(
            """
            INSERT INTO job_events(commit_no, job_id, kind, run, at, images, status, measured, failed)
            SELECT $commit, job_id, $kind, run, $at, $images, $status, $measured, $failed FROM jobs WHERE job_id = $job
            """,
            ("$commit", NextCommit(session)),
            ("$kind", EventKinds.Format(kind)),
            ("$at", SqliteTime.Format(at)),
            ("$images", images),
            ("$status", end?.Status.Code()),
            ("$measured", end?.Measured ?? 0),
            ("$failed", end?.Failed ?? 0),
            ("$job", jobId)
        );
}
