using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Stores the ledger in PostgreSQL tables.</summary>
internal sealed class PostgreSqlLedger : ILedger, IAsyncDisposable
{
    private readonly PostgreSqlDatabase database;
    private readonly GroupCommit<ImageResult> results;

    public PostgreSqlLedger(
        PostgreSqlDatabase database,
        LedgerTelemetry telemetry,
        TimeProvider time,
        ILogger<GroupCommit<ImageResult>> logger,
        TimeSpan? commitEvery = null
    )
    {
        this.database = database;
        results = new GroupCommit<ImageResult>(
            batch => PostgreSqlResults.InsertAsync(database, batch),
            commitEvery ?? StorageOptions.DefaultCommitEvery,
            telemetry,
            time,
            logger
        );
    }

    public Task RecordSubmissionAsync(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            async connection =>
            {
                if (
                    await PostgreSqlSubmissions
                        .InsertAsync(connection, jobId, submission, submittedAt, cancellationToken)
                        .ConfigureAwait(false)
                )
                    await PostgreSqlEvents.InsertSubmittedAsync(connection, jobId, submittedAt, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken
        );

    public async Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    $"SELECT visits, images, submitted_at, tenant, callback_url, label, {PostgreSqlMetadata.OfJob}, submitted_by, traceparent FROM jobs WHERE job_id = $1 AND status <> 'removed'",
                    row => new SubmissionTotals(
                        row.GetInt32(0),
                        row.GetInt64(1),
                        row.GetFieldValue<DateTimeOffset>(2),
                        row.GetString(3),
                        row.IsDBNull(4) ? null : row.GetString(4),
                        row.IsDBNull(5) ? null : row.GetString(5),
                        MetadataText.Parse(row.IsDBNull(6) ? null : row.GetString(6)),
                        row.IsDBNull(7) ? null : row.GetString(7)
                    )
                    {
                        Traceparent = row.IsDBNull(8) ? null : row.GetString(8),
                    },
                    cancellationToken,
                    jobId
                )
                .ConfigureAwait(false)
        ).SingleOrDefault();

    public async Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(
        long jobId,
        int after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                """
                SELECT visit_no, store_id, images, measured::integer, (results - retries - measured)::integer
                FROM visits AS v
                  CROSS JOIN LATERAL (
                    SELECT count(*) AS results, count(*) FILTER (WHERE reason IS NULL) AS measured
                    FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no) AS done
                  CROSS JOIN LATERAL (SELECT count(*) AS retries FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no) AS again
                WHERE job_id = $1 AND visit_no > $2 AND images + retries > results
                ORDER BY visit_no LIMIT $3
                """,
                row => new PendingVisit(row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)),
                cancellationToken,
                jobId,
                after,
                limit
            )
            .ConfigureAwait(false);

    public async Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken)
    {
        var submitted = await database
            .QueryAsync(
                """
                SELECT store_id, image_urls, EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no),
                  (SELECT tenant FROM jobs AS j WHERE j.job_id = v.job_id)
                FROM visits AS v WHERE job_id = $1 AND visit_no = $2
                """,
                row =>
                    (Store: row.GetString(0), Urls: row.GetFieldValue<string[]>(1), Retried: row.GetBoolean(2), Tenant: row.GetString(3)),
                cancellationToken,
                jobId,
                visit
            )
            .ConfigureAwait(false);
        if (submitted is not [var (store, urls, retried, tenant)])
            return null;
        IReadOnlyList<ImageRetry> retries = retried
            ? await PostgreSqlRetries.ReadAsync(database, jobId, visit, cancellationToken).ConfigureAwait(false)
            : [];
        var outcomes = await PostgreSqlResults.ReadOutcomesAsync(database, jobId, visit, cancellationToken).ConfigureAwait(false);
        return RetriedVisit.Compose(store, tenant, urls, retries, outcomes);
    }

    public async Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    """
                    WITH done AS (
                      SELECT visit_no, count(*) AS results, count(*) FILTER (WHERE reason IS NULL) AS measured FROM image_results WHERE job_id = $1 GROUP BY visit_no),
                    again AS (SELECT visit_no, count(*) AS retries FROM retries WHERE job_id = $1 GROUP BY visit_no),
                    tally AS (
                      SELECT v.images + coalesce(retries, 0) = results AS finished, measured, results - coalesce(retries, 0) - measured AS failed
                      FROM done JOIN visits AS v ON v.job_id = $1 AND v.visit_no = done.visit_no LEFT JOIN again ON again.visit_no = done.visit_no)
                    SELECT (count(*) FILTER (WHERE finished))::integer,
                      coalesce(sum(measured) FILTER (WHERE finished), 0)::bigint, coalesce(sum(failed) FILTER (WHERE finished), 0)::bigint,
                      coalesce(sum(measured) FILTER (WHERE NOT finished), 0)::bigint, coalesce(sum(failed) FILTER (WHERE NOT finished), 0)::bigint
                    FROM tally
                    """,
                    row => new JobTally(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                    cancellationToken,
                    jobId
                )
                .ConfigureAwait(false)
        ).Single();

    public ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken) =>
        results.AddAsync(result, cancellationToken);

    public Task<long> RecordUnknownStoresAsync(long jobId, ImagesOfVisits images, DateTimeOffset at, CancellationToken cancellationToken) =>
        PostgreSqlResults.InsertUnknownStoresAsync(database, jobId, images, at, cancellationToken);

    public Task CloseAsync(long jobId, CancellationToken cancellationToken) =>
        database.ExecuteAsync("UPDATE jobs SET closed = true WHERE job_id = $1", cancellationToken, jobId);

    public async Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken) =>
        await PostgreSqlResults.ReadStoreErrorsAsync(database, jobId, cancellationToken).ConfigureAwait(false);

    public Task<long> RecordRetryAsync(long jobId, RetrySelection selection, DateTimeOffset at, CancellationToken cancellationToken) =>
        PostgreSqlRetries.InsertAsync(database, jobId, selection, at, cancellationToken);

    public Task<bool> RecordEndAsync(long jobId, JobEnd end, WebhookMessage message, CancellationToken cancellationToken) =>
        PostgreSqlWebhooks.RecordEndAsync(database, jobId, end, message, cancellationToken);

    public Task<bool> MarkDeletedAsync(long jobId, DateTimeOffset? endedUpTo, CancellationToken cancellationToken) =>
        endedUpTo is { } until
            ? PostgreSqlRetention.MarkDeletedAsync(database, jobId, until, cancellationToken)
            : PostgreSqlRetention.MarkDeletedAsync(database, jobId, cancellationToken);

    public Task<bool> IsDeletedAsync(long jobId, CancellationToken cancellationToken) =>
        PostgreSqlRetention.IsDeletedAsync(database, jobId, cancellationToken);

    public async Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    "SELECT 1 FROM jobs WHERE job_id = $1 AND ended_at IS NOT NULL",
                    row => row.GetInt32(0),
                    cancellationToken,
                    jobId
                )
                .ConfigureAwait(false)
        ).Count > 0;

    public async Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken) =>
        await database
            .QueryAsync("SELECT job_id FROM jobs WHERE ended_at IS NULL ORDER BY job_id", row => row.GetInt64(0), cancellationToken)
            .ConfigureAwait(false);

    public ValueTask DisposeAsync() => results.DisposeAsync();
}
