using System.Collections.Concurrent;

namespace RetailPulse.Silo.Storage.Sqlite.Connections;

/// <summary>The only writer of this process to a database file.</summary>
/// <remarks>
/// A write has a transaction of its own, or shares one with the small writes that wait at the same time: one wait for the disk then serves
/// them all. All work runs on another thread, so that a grain never blocks its scheduler's thread while the disk works.
/// </remarks>
/// <param name="turn">The lock that every writer of this process holds.</param>
internal sealed class SqliteWriter(string connectionString, SemaphoreSlim turn) : IDisposable
{
    /// <summary>Maximum number of small writes per transaction: none waits long for those that came before.</summary>
    private const int MaxTogether = 128;

    private readonly ConcurrentQueue<SmallWrite> waiting = new();
    private SqliteSession? session;

    /// <summary>Number of small writes that are not completed.</summary>
    private int open;

    /// <summary>Writes in a transaction of its own.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return Commit(write);
        }
        catch (Exception exception) when (SqliteFaults.Translate(exception) is { } fault)
        {
            throw fault;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes in a transaction with other small writes.</summary>
    /// <param name="write">A write that is quick and may run more than once.</param>
    public Task<T> WriteTogetherAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        var small = new SmallWrite<T>(write);
        waiting.Enqueue(small);
        if (Interlocked.Increment(ref open) == 1)
            _ = CommitWaitingAsync();
        return small.Task;
    }

    public void Dispose() => session?.Dispose();

    private async Task CommitWaitingAsync()
    {
        List<SmallWrite> batch;
        do
        {
            batch = [];
            try
            {
                await turn.WaitAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
            catch (ObjectDisposedException exception)
            {
                TakeWaiting(batch);
                batch.ForEach(write => write.Fail(exception));
                continue;
            }

            try
            {
                TakeWaiting(batch);
                Commit(batch);
            }
            finally
            {
                turn.Release();
            }
        } while (Interlocked.Add(ref open, -batch.Count) > 0);
    }

    private void TakeWaiting(List<SmallWrite> batch)
    {
        while (batch.Count < MaxTogether && waiting.TryDequeue(out var next))
            batch.Add(next);
    }

    /// <summary>
    /// Commits writes together. If the data of one is at fault, each has a transaction of its own. A fault of the database fails all.
    /// </summary>
    private void Commit(List<SmallWrite> batch)
    {
        try
        {
            Commit(session =>
            {
                batch.ForEach(write => write.Run(session));
                return batch.Count;
            });
            batch.ForEach(write => write.Succeed());
        }
        catch (Exception exception) when (batch.Count == 1 || SqliteFaults.Translate(exception) is StorageUnavailableException)
        {
            var fault = SqliteFaults.Translate(exception) ?? exception;
            batch.ForEach(write => write.Fail(fault));
        }
        catch (Exception)
        {
            batch.ForEach(write => Commit([write]));
        }
    }

    private T Commit<T>(Func<SqliteSession, T> write)
    {
        try
        {
            session ??= new SqliteSession(connectionString);
            return session.InTransaction(write);
        }
        catch
        {
            session?.Dispose();
            session = null;
            throw;
        }
    }

    /// <summary>A write that waits for its transaction.</summary>
    private abstract class SmallWrite
    {
        /// <summary>Runs in the transaction, and keeps the result.</summary>
        public abstract void Run(SqliteSession session);

        /// <summary>Completes the write with its result, after the commit.</summary>
        public abstract void Succeed();

        public abstract void Fail(Exception exception);
    }

    private sealed class SmallWrite<T>(Func<SqliteSession, T> write) : SmallWrite
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T result = default!;

        public Task<T> Task => completion.Task;

        public override void Run(SqliteSession session) => result = write(session);

        public override void Succeed() => completion.SetResult(result);

        public override void Fail(Exception exception) => completion.SetException(exception);
    }
}
