using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Stores uploads in SQLite tables.</summary>
internal sealed class SqliteUploads(SqliteDatabase database) : IUploadLedger
{
    public Task BeginAsync(long jobId, JobSubmission head, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Begin(session, jobId, head, at), cancellationToken);

    public Task<bool> AddVisitsAsync(
        long jobId,
        int first,
        IReadOnlyList<VisitSubmission> visits,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => database.WriteAsync(session => AddVisits(session, jobId, first, visits, at), cancellationToken);

    public Task<bool> CompleteAsync(long jobId, int visits, long images, DateTimeOffset submittedAt, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Complete(session, jobId, visits, images, submittedAt), cancellationToken);

    public Task AbandonAsync(long jobId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Execute("UPDATE uploads SET abandoned = 1 WHERE job_id = $job", ("$job", jobId)),
            cancellationToken
        );

    public Task<IReadOnlyList<OpenUpload>> ReadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OpenUpload>>(
            session =>
                session.Query(
                    "SELECT job_id, renewed_at, abandoned FROM uploads ORDER BY job_id",
                    row => new OpenUpload(row.GetInt64(0), SqliteTime.Parse(row.GetString(1)), row.GetBoolean(2))
                ),
            cancellationToken
        );

    public Task<bool> AbandonAsync(OpenUpload upload, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
                session.Execute(
                    "UPDATE uploads SET abandoned = 1 WHERE job_id = $job AND (abandoned = 1 OR renewed_at = $renewed)",
                    ("$job", upload.JobId),
                    ("$renewed", SqliteTime.Format(upload.RenewedAt))
                ) > 0,
            cancellationToken
        );

    private static bool Begin(SqliteSession session, long jobId, JobSubmission head, DateTimeOffset at)
    {
        if (!SqliteSubmissions.InsertHead(session, jobId, head, at))
            return false;
        session.Execute(
            "UPDATE jobs SET status = $removed, ended_at = $never WHERE job_id = $job",
            ("$removed", JobTables.Removed),
            ("$never", SqliteTime.Format(JobTables.NeverExpires)),
            ("$job", jobId)
        );
        session.Execute("INSERT INTO uploads(job_id, renewed_at) VALUES($job, $at)", ("$job", jobId), ("$at", SqliteTime.Format(at)));
        return true;
    }

    private static bool AddVisits(SqliteSession session, long jobId, int first, IReadOnlyList<VisitSubmission> visits, DateTimeOffset at)
    {
        var open = session.Execute(
            "UPDATE uploads SET renewed_at = $at WHERE job_id = $job AND abandoned = 0",
            ("$at", SqliteTime.Format(at)),
            ("$job", jobId)
        );
        if (open > 0 && !HasVisit(session, jobId, first))
            SqliteSubmissions.InsertVisits(session, jobId, first, visits);
        return open > 0;
    }

    /// <summary>Returns whether a part was recorded before. Each part is recorded as a whole.</summary>
    private static bool HasVisit(SqliteSession session, long jobId, int visit) =>
        session
            .Query(
                "SELECT 1 FROM visits WHERE job_id = $job AND visit_no = $visit",
                row => row.GetInt32(0),
                ("$job", jobId),
                ("$visit", visit)
            )
            .Count > 0;

    private static bool Complete(SqliteSession session, long jobId, int visits, long images, DateTimeOffset submittedAt)
    {
        if (session.Execute("DELETE FROM uploads WHERE job_id = $job AND abandoned = 0", ("$job", jobId)) > 0)
        {
            session.Execute(
                "UPDATE jobs SET status = $ongoing, ended_at = NULL, submitted_at = $at, visits = $visits, images = $images WHERE job_id = $job",
                ("$ongoing", JobStatus.Ongoing.Code()),
                ("$at", SqliteTime.Format(submittedAt)),
                ("$visits", visits),
                ("$images", images),
                ("$job", jobId)
            );
            SqliteEvents.Insert(session, jobId, JobEventKind.Submitted, submittedAt);
        }

        return session
                .Query(
                    "SELECT 1 FROM jobs WHERE job_id = $job AND status <> $removed",
                    row => row.GetInt32(0),
                    ("$job", jobId),
                    ("$removed", JobTables.Removed)
                )
                .Count > 0;
    }
}
