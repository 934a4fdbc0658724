using System.Diagnostics;
using Npgsql;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>The lock on a database: shared among the members of one cluster, or exclusive for an embedded silo.</summary>
/// <remarks>
/// The server releases the lock when the session that holds it ends. The session is therefore watched, and the lock is acquired again after
/// a loss.
/// </remarks>
internal sealed partial class PostgreSqlLock : IDisposable
{
    /// <summary>Interval between checks of a session that seems healthy. A closed connection is noticed at once.</summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Time within which the server ends a lost session that it still considers connected.</summary>
    private static readonly TimeSpan LostSessionEndsWithin = TimeSpan.FromSeconds(5);

    private readonly string connectionString;
    private readonly bool alone;
    private PostgreSqlSession session;

    /// <summary>Acquires the lock.</summary>
    /// <param name="connectionString">A complete connection string.</param>
    /// <param name="alone">Whether no other process may use the database at the same time.</param>
    /// <exception cref="StorageException">Another process uses the database.</exception>
    public PostgreSqlLock(string connectionString, bool alone)
    {
        (this.connectionString, this.alone) = (connectionString, alone);
        session = new PostgreSqlSession(connectionString);
        if (session.TryLock(alone))
            return;
        session.Dispose();
        throw new StorageException(
            $"The database '{session.Database}' is in use by another RetailPulse process; stop that process, or choose another database in ConnectionStrings:RetailPulse. "
                + "An embedded front end has its database alone; silos and front ends in the Client role share theirs."
        );
    }

    private enum Attempt
    {
        /// <summary>The lock was acquired.</summary>
        Acquired,

        /// <summary>The database cannot be reached.</summary>
        Unreachable,

        /// <summary>The lost session still existed, and may hold the lock until it ends.</summary>
        HeldByLost,

        /// <summary>Another process holds the lock.</summary>
        HeldByOther,
    }

    /// <summary>Watches the lock and acquires it again after each loss.</summary>
    /// <exception cref="StorageException">Another process locked the database in the meantime, or a pooler shares the session.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task WatchAsync(ILogger logger, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await session.WaitForLossAsync(CheckEvery, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not StorageException && !cancellationToken.IsCancellationRequested)
            {
                LogLost(logger, session.Database, exception.Message);
            }

            await RetakeAsync(cancellationToken).ConfigureAwait(false);
            LogRetaken(logger, session.Database);
        }
    }

    public void Dispose() => session.Dispose();

    private async Task RetakeAsync(CancellationToken cancellationToken)
    {
        var lost = session;
        lost.Dispose();
        var began = Stopwatch.GetTimestamp();
        for (var attempt = TryRetake(lost); attempt != Attempt.Acquired; attempt = TryRetake(lost))
        {
            if (attempt == Attempt.Unreachable)
                began = Stopwatch.GetTimestamp();
            if (attempt == Attempt.HeldByOther || Stopwatch.GetElapsedTime(began) > LostSessionEndsWithin)
                throw new StorageException(
                    $"The connection that kept other processes off the database '{lost.Database}' was lost, and another RetailPulse process has taken the database since. "
                        + "This process stops; give each cluster and each embedded front end a database of its own."
                );
            await Task.Delay(RetryDelay, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private Attempt TryRetake(PostgreSqlSession lost)
    {
        PostgreSqlSession? next = null;
        try
        {
            next = new PostgreSqlSession(connectionString);
            var wasThere = next.TryEnd(lost);
            if (next.TryLock(alone))
            {
                (session, next) = (next, null);
                return Attempt.Acquired;
            }

            return wasThere ? Attempt.HeldByLost : Attempt.HeldByOther;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return Attempt.Unreachable;
        }
        finally
        {
            next?.Dispose();
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Lost the connection that keeps other processes off the database '{Database}'; taking it again ({Problem})"
    )]
    private static partial void LogLost(ILogger logger, string database, string problem);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Holding the database '{Database}' again; no other process has taken it in the meantime"
    )]
    private static partial void LogRetaken(ILogger logger, string database);
}
