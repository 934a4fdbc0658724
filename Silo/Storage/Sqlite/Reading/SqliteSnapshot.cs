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

/// <summary>A read transaction. In WAL mode, it sees what was committed when it began, regardless of later writes.</summary>
internal sealed class SqliteSnapshot : ILedgerSnapshot
{
    /// <summary>Query for the visits of a job with certain references. It reads the visits of this job, from the first one on.</summary>
    internal const string ReferencedQuery = """
        SELECT visit_no FROM visits
        WHERE job_id = $job AND visit_no >= $first AND visit_no <= $last AND ($reference IS NULL OR reference = $reference)
          AND ($image_reference IS NULL OR EXISTS (SELECT 1 FROM json_each(image_references) AS image WHERE image.value = $image_reference))
        ORDER BY visit_no LIMIT $limit
        """;

    /// <summary>Query for the visits with images without a result.</summary>
    internal const string UnfinishedQuery = """
        SELECT visit_no FROM visits AS v
        WHERE job_id = $job AND visit_no >= $first AND visit_no <= $last
          AND images + (SELECT count(*) FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no)
            > (SELECT count(*) FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no)
        ORDER BY visit_no LIMIT $limit
        """;

    private readonly SqliteDatabase database;
    private readonly SqliteSession session;
    private bool over;

    private SqliteSnapshot(SqliteDatabase database) => (this.database, session) = (database, database.Rent());

    public static async Task<ILedgerSnapshot> OpenAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = new SqliteSnapshot(database);
        await snapshot.ReadAsync(Begin, CancellationToken.None).ConfigureAwait(false);
        return snapshot;
    }

    public Task<JobStatus?> FindStatusAsync(long jobId, CancellationToken cancellationToken) =>
        ReadAsync(
            reader =>
                reader
                    .Query(
                        "SELECT status FROM jobs WHERE job_id = $job AND status <> 'removed'",
                        row => (JobStatus?)StoredCodes.ParseJobStatus(row.GetString(0)),
                        ("$job", jobId)
                    )
                    .SingleOrDefault(),
            cancellationToken
        );

    public Task<IReadOnlyList<SubmittedVisit>> ReadVisitsAsync(
        long jobId,
        IReadOnlyCollection<int> numbers,
        CancellationToken cancellationToken
    ) => ReadAsync<IReadOnlyList<SubmittedVisit>>(reader => ReadVisits(reader, jobId, numbers), cancellationToken);

    public Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
        IReadOnlyCollection<PlaceInJob> places,
        CancellationToken cancellationToken
    ) => ReadAsync<IReadOnlyDictionary<PlaceInJob, JobImage>>(reader => ReadImages(reader, places), cancellationToken);

    public Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(
        long jobId,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        ReadAsync<IReadOnlyList<int>>(
            reader =>
                reader.Query(
                    UnfinishedQuery,
                    row => row.GetInt32(0),
                    ("$job", jobId),
                    ("$first", first),
                    ("$last", last),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<int>> FindReferencedVisitsAsync(
        long jobId,
        string? reference,
        string? imageReference,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        ReadAsync<IReadOnlyList<int>>(
            reader =>
                reader.Query(
                    ReferencedQuery,
                    row => row.GetInt32(0),
                    ("$job", jobId),
                    ("$reference", reference),
                    ("$image_reference", imageReference),
                    ("$first", first),
                    ("$last", last),
                    ("$limit", limit)
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<PlacedResult>>(reader => ReadResults(reader, jobId, range), cancellationToken);

    public Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reader => new PlacedFailures(ReadFailures(reader, jobId, after, limit), HeldBack: false), cancellationToken);

    public Task<IReadOnlyList<ImageRun>> ReadRunsAsync(long jobId, ImagePlace place, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ImageRun>>(reader => ReadRuns(reader, jobId, place), cancellationToken);

    public Task<LedgerEvents> ReadEventsAsync(
        EventCursor? after,
        IReadOnlyCollection<string> tenants,
        int limit,
        CancellationToken cancellationToken
    ) => ReadAsync(reader => SqliteEventReads.Read(reader, after, tenants, limit), cancellationToken);

    public ValueTask DisposeAsync()
    {
        if (over)
            return ValueTask.CompletedTask;
        over = true;
        session.Execute("COMMIT");
        database.Return(session);
        return ValueTask.CompletedTask;
    }

    /// <summary>Begins the transaction with a read, because it sees the state as of its first read.</summary>
    private static int Begin(SqliteSession session)
    {
        session.Execute("BEGIN");
        return session.Query("SELECT count(*) FROM (SELECT 1 FROM jobs LIMIT 1)", row => row.GetInt32(0)).Single();
    }

    /// <summary>Reads the visits one by one, so that no more arrays are read than needed.</summary>
    private static List<SubmittedVisit> ReadVisits(SqliteSession session, long jobId, IEnumerable<int> numbers)
    {
        var (visits, images) = (new List<SubmittedVisit>(), 0);
        foreach (var number in numbers)
        {
            if (images >= SubmittedVisit.EnoughImages)
                break;
            if (FindVisit(session, jobId, number) is not { } visit)
                continue;
            visits.Add(visit);
            images += visit.ImageUrls.Length;
        }

        return visits;
    }

    private static Dictionary<PlaceInJob, JobImage> ReadImages(SqliteSession session, IEnumerable<PlaceInJob> places)
    {
        var images = new Dictionary<PlaceInJob, JobImage>();
        foreach (var visit in places.GroupBy(place => (place.JobId, place.Place.Visit)))
        {
            if (FindVisit(session, visit.Key.JobId, visit.Key.Visit) is not { } found)
                continue;
            foreach (var place in visit)
                images[place] = found.ToImage(place.Place.Image, null);
        }

        return images;
    }

    private static SubmittedVisit? FindVisit(SqliteSession session, long jobId, int number) =>
        session
            .Query(
                $"SELECT store_id, {StoredVisit.Time}, image_urls, reference, image_references FROM visits WHERE job_id = $job AND visit_no = $visit",
                row => new SubmittedVisit(
                    number,
                    row.GetString(0),
                    row.GetString(1),
                    RetriedVisit.Amend(JsonSerializer.Deserialize<string[]>(row.GetString(2))!, SqliteRetries.Read(session, jobId, number))
                )
                {
                    Reference = row.IsDBNull(3) ? null : row.GetString(3),
                    ImageReferences = row.IsDBNull(4) ? null : JsonSerializer.Deserialize<string?[]>(row.GetString(4)),
                },
                ("$job", jobId),
                ("$visit", number)
            )
            .SingleOrDefault();

    private static List<PlacedResult> ReadResults(SqliteSession session, long jobId, ResultRange range) =>
        session.Query(
            ResultsQuery(range),
            row => new PlacedResult(
                new ImagePlace(row.GetInt32(0), row.GetInt32(1)),
                ReadResult(row) with
                {
                    Analysis = row.IsDBNull(12) ? null : row.GetString(12),
                }
            ),
            ("$job", jobId),
            ("$visit", range.After.Visit),
            ("$image", range.After.Image),
            ("$last", range.LastVisit),
            ("$limit", range.Limit),
            ("$reason", range.Reason?.Code())
        );

    private static List<PlacedFailure> ReadFailures(SqliteSession session, long jobId, FailureCursor after, int limit) =>
        session.Query(
            """
            SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures, finished_at, content_hash, commit_no, run
            FROM image_results INDEXED BY ix_image_results_failed_commits
            WHERE job_id = $job AND reason IS NOT NULL AND (commit_no, visit_no, image_no, run) > ($commit, $visit, $image, $run)
            ORDER BY commit_no, visit_no, image_no, run LIMIT $limit
            """,
            row => new PlacedFailure(
                new FailureCursor(row.GetInt64(12), row.GetInt32(0), row.GetInt32(1), row.GetInt32(13)),
                ReadResult(row)
            ),
            ("$job", jobId),
            ("$commit", after.Commit),
            ("$visit", after.Visit),
            ("$image", after.Image),
            ("$run", after.Run),
            ("$limit", limit)
        );

    private static List<ImageRun> ReadRuns(SqliteSession session, long jobId, ImagePlace place) =>
        session.Query(
            """
            SELECT run, reason, attempts, earlier_failures, earlier_attempts, finished_at, elapsed_ms, silo
            FROM image_results WHERE job_id = $job AND visit_no = $visit AND image_no = $image ORDER BY run
            """,
            row => new ImageRun(
                row.GetInt32(0),
                row.IsDBNull(1) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(1)),
                row.GetInt32(2),
                EarlierFailures.Parse(row.IsDBNull(3) ? null : row.GetString(3)),
                EarlierAttempts.Parse(row.IsDBNull(4) ? null : row.GetString(4)),
                SqliteTime.Parse(row.GetString(5)),
                TimeSpan.FromMilliseconds(row.GetInt64(6)),
                row.GetString(7)
            ),
            ("$job", jobId),
            ("$visit", place.Visit),
            ("$image", place.Image)
        );

    /// <summary>Returns the query for a page of results.</summary>
    internal static string ResultsQuery(ResultRange range) =>
        $"""
            SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures, finished_at, content_hash, analysis FROM image_results AS r {Index(
                range
            )}
            WHERE job_id = $job AND (visit_no, image_no) > ($visit, $image) AND visit_no <= $last {Kind(range)}
              AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
            ORDER BY visit_no, image_no LIMIT $limit
            """;

    /// <summary>Names the index of failures. Without statistics, SQLite would read all results instead.</summary>
    private static string Index(ResultRange range) =>
        range is { Reason: not null } or { Measured: false } ? "INDEXED BY ix_image_results_failed" : "";

    private static string Kind(ResultRange range) =>
        range switch
        {
            { Reason: not null } => "AND reason = $reason",
            { Measured: true } => "AND reason IS NULL",
            { Measured: false } => "AND reason IS NOT NULL",
            _ => "",
        };

    /// <summary>Reads a result from the columns that every query for results begins with. The analysis is not one: failures have none.</summary>
    internal static RecordedResult ReadResult(SqliteDataReader row) =>
        new(
            new ImageOutcome(
                row.IsDBNull(2) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(2)),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.GetInt32(4),
                row.GetInt32(5),
                row.GetInt64(6),
                TimeSpan.FromMilliseconds(row.GetInt64(7)),
                row.IsDBNull(11) ? default : ContentHash.Parse(row.GetFieldValue<byte[]>(11))
            ),
            row.GetInt32(8),
            EarlierFailures.Parse(row.IsDBNull(9) ? null : row.GetString(9)),
            SqliteTime.Parse(row.GetString(10))
        );

    /// <summary>
    /// Reads on another thread, like every read of SQLite. A failed read may have ended the transaction, so no other read follows it.
    /// </summary>
    private async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(over, this);
        try
        {
            return read(session);
        }
        catch
        {
            over = true;
            session.Dispose();
            throw;
        }
    }
}
