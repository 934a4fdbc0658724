using System.Collections.Immutable;
using System.Data;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>A REPEATABLE READ transaction. It sees what was committed at its first read, regardless of later writes.</summary>
internal sealed class PostgreSqlSnapshot : ILedgerSnapshot
{
    /// <summary>Planner settings for reads that follow an index upwards and stop early.</summary>
    /// <remarks>
    /// The planner's statistics are outdated for tables that grow this fast. Without these settings, it would read and sort the rest of a
    /// job for every chunk.
    /// </remarks>
    public const string Upwards =
        "SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL jit = off";

    /// <summary>Query for failures that also returns whether no earlier failure can follow.</summary>
    /// <remarks>
    /// All transactions below the snapshot's xmin have ended, and new ones have greater numbers. From xmin on, a transaction may still be
    /// in progress, even if others with greater numbers are already visible.
    /// </remarks>
    internal const string FailuresQuery = """
        SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures::text, finished_at, content_hash, commit_no, run,
          commit_no < pg_snapshot_xmin(pg_current_snapshot())
        FROM image_results
        WHERE job_id = $1 AND reason IS NOT NULL AND (commit_no, visit_no, image_no, run) > ($2::text::xid8, $3, $4, $5)
        ORDER BY commit_no, visit_no, image_no, run LIMIT $6
        """;

    /// <summary>Query for images by job, visit, and position. Grouping reads the arrays of each visit once, and LATERAL by its key.</summary>
    internal const string ImagesQuery = $"""
        SELECT v.job_id, v.visit_no, wanted.image, v.store_id, {StoredVisit.Time}, {PostgreSqlRetries.CurrentUrl}, v.image_references[wanted.image + 1], v.reference
        FROM (SELECT p.job, p.visit, array_agg(p.image) AS images FROM unnest($1, $2, $3) AS p(job, visit, image) GROUP BY p.job, p.visit) AS g
          CROSS JOIN LATERAL (SELECT * FROM visits WHERE job_id = g.job AND visit_no = g.visit LIMIT 1) AS v
          CROSS JOIN LATERAL unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
          JOIN LATERAL unnest(g.images) AS wanted(image) ON url.position = wanted.image + 1
        """;

    /// <summary>Query for the visits of a job with certain references. It reads the visits of this job, from the first one on.</summary>
    internal const string ReferencedQuery = """
        SELECT visit_no FROM visits
        WHERE job_id = $1 AND visit_no >= $2 AND visit_no <= $3 AND ($5::text IS NULL OR reference = $5)
          AND ($6::text IS NULL OR $6 = ANY(image_references))
        ORDER BY visit_no LIMIT $4
        """;

    /// <summary>Query for the visits with images without a result.</summary>
    internal const string UnfinishedQuery = """
        SELECT visit_no FROM visits AS v
        WHERE job_id = $1 AND visit_no >= $2 AND visit_no <= $3
          AND images + (SELECT count(*) FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no)
                > (SELECT count(*) FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no)
        ORDER BY visit_no LIMIT $4
        """;

    private readonly PostgreSqlDatabase database;
    private readonly NpgsqlConnection connection;

    private PostgreSqlSnapshot(PostgreSqlDatabase database, NpgsqlConnection connection) =>
        (this.database, this.connection) = (database, connection);

    /// <param name="planner">Planner settings for all reads of the snapshot.</param>
    public static async Task<PostgreSqlSnapshot> OpenAsync(PostgreSqlDatabase database, string planner, CancellationToken cancellationToken)
    {
        var snapshot = new PostgreSqlSnapshot(database, database.Source.CreateConnection());
        try
        {
            await snapshot.BeginAsync(planner, cancellationToken).ConfigureAwait(false);
            return snapshot;
        }
        catch (Exception exception)
        {
            await snapshot.DisposeAsync().ConfigureAwait(false);
            if (PostgreSqlFaults.Translate(exception, database.Source) is { } fault)
                throw fault;
            throw;
        }
    }

    public async Task<JobStatus?> FindStatusAsync(long jobId, CancellationToken cancellationToken) =>
        (
            await QueryAsync(
                    "SELECT status FROM jobs WHERE job_id = $1 AND status <> 'removed'",
                    row => (JobStatus?)StoredCodes.ParseJobStatus(row.GetString(0)),
                    cancellationToken,
                    jobId
                )
                .ConfigureAwait(false)
        ).SingleOrDefault();

    /// <summary>Reads visits. The subquery selects the numbers first, without reading the arrays.</summary>
    public async Task<IReadOnlyList<SubmittedVisit>> ReadVisitsAsync(
        long jobId,
        IReadOnlyCollection<int> numbers,
        CancellationToken cancellationToken
    ) =>
        await QueryAsync(
                $$"""
                SELECT visit_no, store_id, visit_time,
                  CASE WHEN EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = $1 AND t.visit_no = v.visit_no AND t.image_url IS NOT NULL)
                    THEN ARRAY(SELECT {{PostgreSqlRetries.CurrentUrl}} FROM unnest(v.image_urls) WITH ORDINALITY AS url(address, position) ORDER BY url.position)
                    ELSE image_urls END, reference, image_references
                FROM (
                  SELECT job_id, visit_no, store_id, {{StoredVisit.Time}}, image_urls, reference, image_references, sum(images) OVER (ORDER BY visit_no) - images AS before
                  FROM visits WHERE job_id = $1 AND visit_no = ANY($2) AND visit_no >= $3 AND visit_no <= $4) AS v
                WHERE before < $5 ORDER BY visit_no
                """,
                row => new SubmittedVisit(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3))
                {
                    Reference = row.IsDBNull(4) ? null : row.GetString(4),
                    ImageReferences = row.IsDBNull(5) ? null : row.GetFieldValue<string?[]>(5),
                },
                cancellationToken,
                jobId,
                numbers.ToArray(),
                numbers.First(),
                numbers.Last(),
                SubmittedVisit.EnoughImages
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
        IReadOnlyCollection<PlaceInJob> places,
        CancellationToken cancellationToken
    )
    {
        if (places.Count == 0)
            return ImmutableDictionary<PlaceInJob, JobImage>.Empty;
        var images = await QueryAsync(
                ImagesQuery,
                row => (JobId: row.GetInt64(0), Image: ReadImage(row)),
                cancellationToken,
                places.Select(place => place.JobId).ToArray(),
                places.Select(place => place.Place.Visit).ToArray(),
                places.Select(place => place.Place.Image).ToArray()
            )
            .ConfigureAwait(false);
        return images.ToDictionary(found => new PlaceInJob(found.JobId, found.Image.Place), found => found.Image);
    }

    public async Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(
        long jobId,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) => await QueryAsync(UnfinishedQuery, row => row.GetInt32(0), cancellationToken, jobId, first, last, limit).ConfigureAwait(false);

    public async Task<IReadOnlyList<int>> FindReferencedVisitsAsync(
        long jobId,
        string? reference,
        string? imageReference,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await QueryAsync(
                ReferencedQuery,
                row => row.GetInt32(0),
                cancellationToken,
                jobId,
                first,
                last,
                limit,
                (object?)reference ?? DBNull.Value,
                (object?)imageReference ?? DBNull.Value
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken) =>
        await QueryAsync(
                ResultsQuery(range),
                row => new PlacedResult(
                    new ImagePlace(row.GetInt32(0), row.GetInt32(1)),
                    ReadResult(row) with
                    {
                        Analysis = row.IsDBNull(12) ? null : row.GetString(12),
                    }
                ),
                cancellationToken,
                [
                    jobId,
                    range.After.Visit,
                    range.After.Image,
                    range.LastVisit,
                    range.Limit,
                    .. range.Reason is { } reason ? [reason.Code()!] : Array.Empty<object>(),
                ]
            )
            .ConfigureAwait(false);

    public async Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken)
    {
        var seen = await QueryAsync(
                FailuresQuery,
                row => (Settled: row.GetBoolean(14), Failure: new PlacedFailure(ReadCursor(row), ReadResult(row))),
                cancellationToken,
                jobId,
                after.Commit,
                after.Visit,
                after.Image,
                after.Run,
                limit
            )
            .ConfigureAwait(false);
        PlacedFailure[] settled = [.. seen.TakeWhile(failure => failure.Settled).Select(failure => failure.Failure)];
        return new PlacedFailures(settled, HeldBack: settled.Length < seen.Count);
    }

    public async Task<IReadOnlyList<ImageRun>> ReadRunsAsync(long jobId, ImagePlace place, CancellationToken cancellationToken) =>
        await QueryAsync(
                """
                SELECT run, reason, attempts, earlier_failures::text, earlier_attempts::text, finished_at, elapsed_ms, silo
                FROM image_results WHERE job_id = $1 AND visit_no = $2 AND image_no = $3 ORDER BY run
                """,
                row => new ImageRun(
                    row.GetInt32(0),
                    row.IsDBNull(1) ? ImageReason.None : StoredCodes.ParseReason(row.GetString(1)),
                    row.GetInt32(2),
                    EarlierFailures.Parse(row.IsDBNull(3) ? null : row.GetString(3)),
                    EarlierAttempts.Parse(row.IsDBNull(4) ? null : row.GetString(4)),
                    row.GetFieldValue<DateTimeOffset>(5),
                    TimeSpan.FromMilliseconds(row.GetInt64(6)),
                    row.GetString(7)
                ),
                cancellationToken,
                jobId,
                place.Visit,
                place.Image
            )
            .ConfigureAwait(false);

    public Task<LedgerEvents> ReadEventsAsync(
        EventCursor? after,
        IReadOnlyCollection<string> tenants,
        int limit,
        CancellationToken cancellationToken
    ) => PostgreSqlEventReads.ReadAsync(this, after, tenants, limit, cancellationToken);

    /// <summary>Closes the connection, which also ends the transaction.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    internal async Task<List<T>> QueryAsync<T>(
        string text,
        Func<NpgsqlDataReader, T> row,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = new NpgsqlCommand(text, connection).Bind(values);
        return await database.QueryAsync(command, row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the query for a page of results.</summary>
    internal static string ResultsQuery(ResultRange range) =>
        $"""
            SELECT visit_no, image_no, reason, format, width, height, bytes, elapsed_ms, attempts, earlier_failures::text, finished_at, content_hash, analysis FROM image_results AS r
            WHERE job_id = $1 AND (visit_no, image_no) > ($2, $3) AND visit_no <= $4{Kind(range)}
              AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
            ORDER BY visit_no, image_no LIMIT $5
            """;

    private static string Kind(ResultRange range) =>
        range switch
        {
            { Reason: not null } => " AND reason IS NOT NULL AND reason = $6",
            { Measured: true } => " AND reason IS NULL",
            { Measured: false } => " AND reason IS NOT NULL",
            _ => "",
        };

    private static FailureCursor ReadCursor(NpgsqlDataReader row) =>
        new((long)row.GetFieldValue<ulong>(12), row.GetInt32(0), row.GetInt32(1), row.GetInt32(13));

    /// <summary>Reads a result from the columns that every query for results begins with. The analysis is not one: failures have none.</summary>
    internal static RecordedResult ReadResult(NpgsqlDataReader row) =>
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
            row.GetFieldValue<DateTimeOffset>(10)
        );

    private static JobImage ReadImage(NpgsqlDataReader row) =>
        new(
            new ImagePlace(row.GetInt32(1), row.GetInt32(2)),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            Result: null,
            Reference: row.IsDBNull(6) ? null : row.GetString(6),
            VisitReference: row.IsDBNull(7) ? null : row.GetString(7)
        );

    private async Task BeginAsync(string planner, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await QueryAsync($"{planner}; SELECT 1", row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
    }
}
