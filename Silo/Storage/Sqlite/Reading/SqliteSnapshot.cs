using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>A read transaction. In WAL mode, it sees what was committed when it began, regardless of later writes.</summary>
internal sealed class SqliteSnapshot : ILedgerSnapshot
{
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
    ) => ReadAsync<IReadOnlyList<SubmittedVisit>>(reader => SqliteSubmittedVisits.Read(reader, jobId, numbers), cancellationToken);

    public Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
        IReadOnlyCollection<PlaceInJob> places,
        CancellationToken cancellationToken
    ) =>
        ReadAsync<IReadOnlyDictionary<PlaceInJob, JobImage>>(reader => SqliteSubmittedVisits.ReadImages(reader, places), cancellationToken);

    public Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(
        long jobId,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) =>
        ReadAsync<IReadOnlyList<int>>(reader => SqliteSubmittedVisits.FindUnfinished(reader, jobId, first, last, limit), cancellationToken);

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
            reader => SqliteSubmittedVisits.FindReferenced(reader, jobId, reference, imageReference, first, last, limit),
            cancellationToken
        );

    public Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<PlacedResult>>(reader => SqliteResultReads.Read(reader, jobId, range), cancellationToken);

    public Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            reader => new PlacedFailures(SqliteResultReads.ReadFailures(reader, jobId, after, limit), HeldBack: false),
            cancellationToken
        );

    public Task<IReadOnlyList<ImageRun>> ReadRunsAsync(long jobId, ImagePlace place, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ImageRun>>(reader => SqliteResultReads.ReadRuns(reader, jobId, place), cancellationToken);

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
