using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>One database file.</summary>
/// <remarks>
/// SQLite has one writer and runs on the calling thread. Writes therefore take turns at an asynchronous lock, and all work runs on another
/// thread, so that a grain never blocks its scheduler's thread while the disk works.
/// </remarks>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly string connectionString;
    private readonly FileStream held;
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly SqliteWriter writer;

    /// <param name="alone">Whether no other process may use the file at the same time.</param>
    /// <param name="logger">Logs an upgrade of the schema; <see langword="null"/> to log nothing.</param>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
    public SqliteDatabase(string connectionString, bool alone, ILogger? logger = null)
    {
        this.connectionString = SqliteLocation.Resolve(connectionString);
        (held, Secret) = SqliteSchema.Prepare(this.connectionString, alone, logger ?? NullLogger.Instance);
        writer = new SqliteWriter(this.connectionString, WriteLock);
    }

    /// <summary>The lock that a writer holds, one at a time in this process. SQLite's own lock excludes other processes.</summary>
    public SemaphoreSlim WriteLock { get; } = new(1);

    public string ConnectionString => connectionString;

    /// <summary>The installation's secret.</summary>
    public InstallationSecret Secret { get; }

    /// <summary>Reads the last committed state, without waiting for the writer.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        var session = Rent();
        try
        {
            var result = read(session);
            Return(session);
            return result;
        }
        catch (Exception exception)
        {
            session.Dispose();
            if (SqliteFaults.Translate(exception) is { } fault)
                throw fault;
            throw;
        }
    }

    /// <summary>
    /// Rents a connection for more than one read, independent of the writer. After a failure, dispose it instead of returning it.
    /// </summary>
    public SqliteSession Rent() => readers.TryTake(out var session) ? session : new SqliteSession(connectionString);

    public void Return(SqliteSession session) => readers.Add(session);

    /// <summary>Writes in one transaction, which is on disk when this method returns.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was written. The write can be retried.</exception>
    /// <exception cref="StorageRefusedException">Nothing was written, because the database rejects the data.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken) =>
        writer.WriteAsync(write, cancellationToken);

    /// <summary>Writes as above, in a transaction that small writes which wait at the same time share.</summary>
    /// <param name="write">A write of few rows. It may run more than once.</param>
    public Task<T> WriteTogetherAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken) =>
        writer.WriteTogetherAsync(write, cancellationToken);

    public void Dispose()
    {
        foreach (var reader in readers)
            reader.Dispose();
        writer.Dispose();
        WriteLock.Dispose();
        held.Dispose();
    }
}
