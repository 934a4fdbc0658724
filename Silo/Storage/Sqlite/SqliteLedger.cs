using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>The ledger in SQLite tables.</summary>
internal sealed class SqliteLedger : ILedger, IAsyncDisposable
{
    private readonly SqliteDatabase database;
    private readonly GroupCommit<ImageResult> results;

    public SqliteLedger(SqliteDatabase database, TimeProvider time, ILogger<GroupCommit<ImageResult>> logger)
    {
        this.database = database;
        results = new GroupCommit<ImageResult>(CommitAsync, time, logger);
    }

    public Task RecordSubmissionAsync(long jobId, JobSubmission submission, DateTimeOffset submittedAt, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteSubmissions.Insert(session, jobId, submission, submittedAt), cancellationToken);

    public Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query(
            "SELECT visits, images, submitted_at FROM jobs WHERE job_id = $job",
            row => new SubmissionTotals(row.GetInt32(0), row.GetInt64(1), ParseTime(row.GetString(2))),
            ("$job", jobId)).SingleOrDefault(),
        cancellationToken);

    public Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(long jobId, int after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<PendingVisit>>(
            session => session.Query(
                """
                SELECT visit_no, store_id, images FROM visits AS v
                WHERE job_id = $job AND visit_no > $after
                  AND images > (SELECT count(*) FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.run = 0)
                ORDER BY visit_no LIMIT $limit
                """,
                row => new PendingVisit(row.GetInt32(0), row.GetString(1), row.GetInt32(2)),
                ("$job", jobId),
                ("$after", after),
                ("$limit", limit)),
            cancellationToken);

    public Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query(
            "SELECT store_id, image_urls FROM visits WHERE job_id = $job AND visit_no = $visit",
            row => new VisitRecord(row.GetString(0), ParseUrls(row.GetString(1)), ReadResults(session, jobId, visit)),
            ("$job", jobId),
            ("$visit", visit)).SingleOrDefault(),
        cancellationToken);

    public Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query(
            """
            WITH done AS (
              SELECT visit_no, count(*) AS results, count(*) FILTER (WHERE reason IS NULL) AS measured
              FROM image_results WHERE job_id = $job AND run = 0 GROUP BY visit_no)
            SELECT count(*), ifnull(sum(measured), 0), ifnull(sum(results - measured), 0)
            FROM done JOIN visits AS v ON v.job_id = $job AND v.visit_no = done.visit_no AND v.images = done.results
            """,
            row => new JobTally(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2)),
            ("$job", jobId)).Single(),
        cancellationToken);

    public ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken) => results.AddAsync(result, cancellationToken);

    public Task RecordUnknownStoresAsync(long jobId, IReadOnlyCollection<int> visits, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteResults.InsertUnknownStores(session, jobId, visits, at), cancellationToken);

    public Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoreError>>(session => SqliteResults.ReadStoreErrors(session, jobId), cancellationToken);

    public Task RecordEndAsync(long jobId, JobStatus status, DateTimeOffset endedAt, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(
            "UPDATE jobs SET status = $status, ended_at = $at WHERE job_id = $job AND ended_at IS NULL",
            ("$status", Statuses.Format(status)),
            ("$at", FormatTime(endedAt)),
            ("$job", jobId)),
        cancellationToken);

    public Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Query("SELECT 1 FROM jobs WHERE job_id = $job AND ended_at IS NOT NULL", row => row.GetInt32(0), ("$job", jobId)).Count > 0,
        cancellationToken);

    public Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(
            session => session.Query("SELECT job_id FROM jobs WHERE ended_at IS NULL ORDER BY job_id", row => row.GetInt64(0)),
            cancellationToken);

    public ValueTask DisposeAsync() => results.DisposeAsync();

    internal static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    internal static DateTimeOffset ParseTime(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static ImmutableArray<string> ParseUrls(string json) => [.. JsonSerializer.Deserialize<string[]>(json)!];

    private static Dictionary<int, ImageOutcome> ReadResults(SqliteSession session, long jobId, int visit) =>
        SqliteResults.ReadOutcomes(session, jobId, visit).ToDictionary();

    private Task<bool[]> CommitAsync(IReadOnlyList<ImageResult> batch) =>
        database.WriteAsync(session => SqliteResults.Insert(session, batch), CancellationToken.None);
}
