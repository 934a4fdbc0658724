using System.Text.Json;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Stores the ledger in SQLite tables.</summary>
internal sealed class SqliteLedger : ILedger, IAsyncDisposable
{
    /// <summary>Number of results up to which they share their transaction with other small writes.</summary>
    private const int SmallBatch = 100;

    private readonly SqliteDatabase database;
    private readonly GroupCommit<ImageResult> results;

    public SqliteLedger(
        SqliteDatabase database,
        LedgerTelemetry telemetry,
        TimeProvider time,
        ILogger<GroupCommit<ImageResult>> logger,
        TimeSpan? commitEvery = null
    )
    {
        this.database = database;
        results = new GroupCommit<ImageResult>(CommitAsync, commitEvery ?? StorageOptions.DefaultCommitEvery, telemetry, time, logger);
    }

    public Task RecordSubmissionAsync(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    ) => database.WriteAsync(session => RecordSubmission(session, jobId, submission, submittedAt), cancellationToken);

    public Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        $"SELECT visits, images, submitted_at, tenant, callback_url, label, {SqliteMetadata.OfJob}, submitted_by, traceparent FROM jobs WHERE job_id = $job AND status <> 'removed'",
                        row => new SubmissionTotals(
                            row.GetInt32(0),
                            row.GetInt64(1),
                            SqliteTime.Parse(row.GetString(2)),
                            row.GetString(3),
                            row.IsDBNull(4) ? null : row.GetString(4),
                            row.IsDBNull(5) ? null : row.GetString(5),
                            MetadataText.Parse(row.IsDBNull(6) ? null : row.GetString(6)),
                            row.IsDBNull(7) ? null : row.GetString(7)
                        )
                        {
                            Traceparent = row.IsDBNull(8) ? null : row.GetString(8),
                        },
                        ("$job", jobId)
                    )
                    .SingleOrDefault(),
            cancellationToken
        );

    public Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(
        long jobId,
        int after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<PendingVisit>>(
            session =>
                session.Query(
                    """
                    SELECT visit_no, store_id, images, measured, results - retries - measured FROM (
                      SELECT visit_no, store_id, images,
                        (SELECT count(*) FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no) AS results,
                        (SELECT count(*) FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.reason IS NULL) AS measured,
                        (SELECT count(*) FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no) AS retries
                      FROM visits AS v WHERE job_id = $job AND visit_no > $after)
                    WHERE images + retries > results
                    ORDER BY visit_no LIMIT $limit
                    """,
                    row => new PendingVisit(row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)),
                    ("$job", jobId),
                    ("$after", after),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    public Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        "SELECT store_id, image_urls, (SELECT tenant FROM jobs WHERE job_id = $job) FROM visits WHERE job_id = $job AND visit_no = $visit",
                        row =>
                            RetriedVisit.Compose(
                                row.GetString(0),
                                row.GetString(2),
                                JsonSerializer.Deserialize<string[]>(row.GetString(1))!,
                                SqliteRetries.Read(session, jobId, visit),
                                SqliteResults.ReadOutcomes(session, jobId, visit)
                            ),
                        ("$job", jobId),
                        ("$visit", visit)
                    )
                    .SingleOrDefault(),
            cancellationToken
        );

    public Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        """
                        WITH done AS (
                          SELECT visit_no, count(*) AS results, count(*) FILTER (WHERE reason IS NULL) AS measured FROM image_results WHERE job_id = $job GROUP BY visit_no),
                        again AS (SELECT visit_no, count(*) AS retries FROM retries WHERE job_id = $job GROUP BY visit_no),
                        tally AS (
                          SELECT v.images + ifnull(retries, 0) = results AS finished, measured, results - ifnull(retries, 0) - measured AS failed
                          FROM done JOIN visits AS v ON v.job_id = $job AND v.visit_no = done.visit_no LEFT JOIN again ON again.visit_no = done.visit_no)
                        SELECT count(*) FILTER (WHERE finished), ifnull(sum(measured) FILTER (WHERE finished), 0), ifnull(sum(failed) FILTER (WHERE finished), 0),
                          ifnull(sum(measured) FILTER (WHERE NOT finished), 0), ifnull(sum(failed) FILTER (WHERE NOT finished), 0)
                        FROM tally
                        """,
                        row => new JobTally(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                        ("$job", jobId)
                    )
                    .Single(),
            cancellationToken
        );

    public ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken) =>
        results.AddAsync(result, cancellationToken);

    public Task<long> RecordUnknownStoresAsync(long jobId, ImagesOfVisits images, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteResults.InsertUnknownStores(session, jobId, images, at), cancellationToken);

    public Task CloseAsync(long jobId, CancellationToken cancellationToken) =>
        database.WriteTogetherAsync(
            session => session.Execute("UPDATE jobs SET closed = 1 WHERE job_id = $job", ("$job", jobId)),
            cancellationToken
        );

    public Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoreError>>(session => SqliteResults.ReadStoreErrors(session, jobId), cancellationToken);

    public Task<long> RecordRetryAsync(long jobId, RetrySelection selection, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteRetries.Insert(session, jobId, selection, at), cancellationToken);

    public Task<bool> RecordEndAsync(long jobId, JobEnd end, WebhookMessage message, CancellationToken cancellationToken) =>
        database.WriteTogetherAsync(session => RecordEnd(session, jobId, end, message), cancellationToken);

    public Task<bool> MarkDeletedAsync(long jobId, DateTimeOffset? endedUpTo, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
                endedUpTo is { } until ? SqliteRetention.MarkDeleted(session, jobId, until) : SqliteRetention.MarkDeleted(session, jobId),
            cancellationToken
        );

    public Task<bool> IsDeletedAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteRetention.IsDeleted(session, jobId), cancellationToken);

    public Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query("SELECT 1 FROM jobs WHERE job_id = $job AND ended_at IS NOT NULL", row => row.GetInt32(0), ("$job", jobId))
                    .Count > 0,
            cancellationToken
        );

    public Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(
            session => session.Query("SELECT job_id FROM jobs WHERE ended_at IS NULL ORDER BY job_id", row => row.GetInt64(0)),
            cancellationToken
        );

    public ValueTask DisposeAsync() => results.DisposeAsync();

    /// <summary>Records a submission. Returns <see langword="false"/> if the job already exists, which does not change.</summary>
    public static bool RecordSubmission(SqliteSession session, long jobId, JobSubmission submission, DateTimeOffset submittedAt)
    {
        if (!SqliteSubmissions.Insert(session, jobId, submission, submittedAt))
            return false;
        SqliteEvents.Insert(session, jobId, JobEventKind.Submitted, submittedAt);
        return true;
    }

    /// <summary>Records a job's end. Returns whether a message became due.</summary>
    public static bool RecordEnd(SqliteSession session, long jobId, JobEnd end, WebhookMessage message)
    {
        var ended = session.Execute(
            "UPDATE jobs SET status = $status, ended_at = $at, hashes_due = 1 WHERE job_id = $job AND ended_at IS NULL AND run <= $run",
            ("$status", end.Status.Code()),
            ("$at", SqliteTime.Format(end.At)),
            ("$job", jobId),
            ("$run", end.Run)
        );
        if (ended == 0)
            return false;
        SqliteEvents.Insert(session, jobId, JobEventKind.Ended, end.At, end: end);
        return SqliteWebhooks.Insert(session, jobId, end.At, message);
    }

    private Task<bool[]> CommitAsync(IReadOnlyList<ImageResult> batch) =>
        batch.Count <= SmallBatch
            ? database.WriteTogetherAsync(session => SqliteResults.Insert(session, batch), CancellationToken.None)
            : database.WriteAsync(session => SqliteResults.Insert(session, batch), CancellationToken.None);
}
