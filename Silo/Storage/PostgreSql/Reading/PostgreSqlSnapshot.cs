using System.Data;
using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql.Connections;

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

    public Task<IReadOnlyList<SubmittedVisit>> ReadVisitsAsync(
        long jobId,
        IReadOnlyCollection<int> numbers,
        CancellationToken cancellationToken
    ) => PostgreSqlSubmittedVisits.ReadAsync(this, jobId, numbers, cancellationToken);

    public Task<IReadOnlyDictionary<PlaceInJob, JobImage>> ReadImagesAsync(
        IReadOnlyCollection<PlaceInJob> places,
        CancellationToken cancellationToken
    ) => PostgreSqlSubmittedVisits.ReadImagesAsync(this, places, cancellationToken);

    public Task<IReadOnlyList<int>> FindUnfinishedVisitsAsync(
        long jobId,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) => PostgreSqlSubmittedVisits.FindUnfinishedAsync(this, jobId, first, last, limit, cancellationToken);

    public Task<IReadOnlyList<int>> FindReferencedVisitsAsync(
        long jobId,
        string? reference,
        string? imageReference,
        int first,
        int last,
        int limit,
        CancellationToken cancellationToken
    ) => PostgreSqlSubmittedVisits.FindReferencedAsync(this, jobId, reference, imageReference, first, last, limit, cancellationToken);

    public Task<IReadOnlyList<PlacedResult>> ReadResultsAsync(long jobId, ResultRange range, CancellationToken cancellationToken) =>
        PostgreSqlResultReads.ReadAsync(this, jobId, range, cancellationToken);

    public Task<PlacedFailures> ReadFailuresAsync(long jobId, FailureCursor after, int limit, CancellationToken cancellationToken) =>
        PostgreSqlResultReads.ReadFailuresAsync(this, jobId, after, limit, cancellationToken);

    public Task<IReadOnlyList<ImageRun>> ReadRunsAsync(long jobId, ImagePlace place, CancellationToken cancellationToken) =>
        PostgreSqlResultReads.ReadRunsAsync(this, jobId, place, cancellationToken);

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

    private async Task BeginAsync(string planner, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await QueryAsync($"{planner}; SELECT 1", row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
    }
}
