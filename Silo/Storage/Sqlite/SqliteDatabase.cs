using Microsoft.Data.Sqlite;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>
/// One database file. SQLite has one writer and works on the calling thread, so writes take turns at an asynchronous gate, and
/// nothing runs on the caller's own thread: a grain never waits for the disk with its scheduler's thread in hand.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long another process may hold the lock before a write gives up.</summary>
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(10);

    private readonly string connectionString;
    private readonly FileStream held;

    /// <param name="alone">No other process may use the file meanwhile.</param>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
    public SqliteDatabase(string connectionString, bool alone)
    {
        this.connectionString = connectionString;
        held = SqliteSchema.Prepare(connectionString, alone);
    }

    /// <summary>Held by whoever writes; one at a time in this process. Other processes are kept out by SQLite's own lock.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    public string ConnectionString => connectionString;

    /// <summary>Reads beside the writer, from the last committed state.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = Open(new SqliteConnection(connectionString));
        return read(connection);
    }

    /// <summary>Writes in one transaction, on disk when this returns.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was written; it may be tried again.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var connection = Open(new SqliteConnection(connectionString));
            using var transaction = connection.BeginTransaction(deferred: false);
            var result = write(connection);
            transaction.Commit();
            return result;
        }
        catch (SqliteException exception) when (SqliteFaults.IsPassing(exception))
        {
            throw SqliteFaults.Unavailable(exception);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Opens a connection with what SQLite does not remember in the file.</summary>
    public static TConnection Open<TConnection>(TConnection connection)
        where TConnection : SqliteConnection
    {
        try
        {
            connection.DefaultTimeout = (int)LongestLock.TotalSeconds;
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Gate.Dispose();
        held.Dispose();
    }
}
