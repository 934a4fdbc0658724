using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Images.Hashing;

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
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private SqliteSession? writer;

    /// <param name="alone">No other process may use the file meanwhile.</param>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
    public SqliteDatabase(string connectionString, bool alone)
    {
        this.connectionString = SqliteLocation.Resolve(connectionString);
        (held, Secret) = SqliteSchema.Prepare(this.connectionString, alone);
    }

    /// <summary>Held by whoever writes; one at a time in this process. Other processes are kept out by SQLite's own lock.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    public string ConnectionString => connectionString;

    /// <summary>The installation's secret.</summary>
    public InstallationSecret Secret { get; }

    /// <summary>Reads beside the writer, from the last committed state.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        var session = Borrow();
        try
        {
            var result = read(session);
            GiveBack(session);
            return result;
        }
        catch (Exception exception)
        {
            session.Dispose();
            if (SqliteFaults.Translate(exception) is { } fault) throw fault;
            throw;
        }
    }

    /// <summary>A connection that reads beside the writer, for longer than one read. After a failure it must be disposed instead of given back.</summary>
    public SqliteSession Borrow() => readers.TryTake(out var session) ? session : new SqliteSession(connectionString);

    public void GiveBack(SqliteSession session) => readers.Add(session);

    /// <summary>Writes in one transaction, on disk when this returns.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was written; it may be tried again.</exception>
    /// <exception cref="StorageRefusedException">Nothing was written; the database does not take the data.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            writer ??= new SqliteSession(connectionString);
            return writer.InTransaction(write);
        }
        catch (Exception exception)
        {
            writer?.Dispose();
            writer = null;
            if (SqliteFaults.Translate(exception) is { } fault) throw fault;
            throw;
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
        foreach (var reader in readers) reader.Dispose();
        writer?.Dispose();
        Gate.Dispose();
        held.Dispose();
    }
}
