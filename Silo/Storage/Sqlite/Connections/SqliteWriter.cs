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

    /// <summary>Maximum wait for the write that has begun when the writer closes.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<SmallWrite> waiting = new();

    /// <summary>Canceled when the writer closes. Writes that wait for their turn then fail.</summary>
    private readonly CancellationTokenSource closing = new();

    private SqliteSession? session;

    /// <summary>Number of small writes that are not completed.</summary>
    private int open;

    /// <summary>Writes in a transaction of its own.</summary>
    /// <exception cref="ObjectDisposedException">The writer is closed. Nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
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
    /// <param name="cancellationToken">Removes the write while it waits. A write that has begun is completed.</param>
    /// <exception cref="ObjectDisposedException">The writer is closed. Nothing was written.</exception>
    public Task<T> WriteTogetherAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        var small = new SmallWrite<T>(write, cancellationToken);
        waiting.Enqueue(small);
        if (Interlocked.Increment(ref open) == 1)
            _ = CommitWaitingAsync();
        return small.Task;
    }

    /// <summary>Completes the write that has begun, and fails all others. Nobody has a turn afterwards.</summary>
    public void Dispose()
    {
        if (closing.IsCancellationRequested)
            return;
        closing.Cancel();

        // A session that is in use must not be disposed.
        if (turn.Wait(LongestWrite))
            session?.Dispose();
        closing.Dispose();
    }

    /// <summary>Waits for a turn, without a thread of its own.</summary>
    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        using var either = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(closing.Token, cancellationToken)
            : null;
        try
        {
            await turn.WaitAsync(either?.Token ?? closing.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (closing.IsCancellationRequested && exception is OperationCanceledException or ObjectDisposedException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), exception);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task CommitWaitingAsync()
    {
        int taken;
        do
        {
            var batch = new List<SmallWrite>();
            try
            {
                await TakeTurnAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
            catch (ObjectDisposedException exception)
            {
                taken = TakeWaiting(batch);
                batch.ForEach(write => write.Fail(exception));
                continue;
            }

            try
            {
                taken = TakeWaiting(batch);
                if (batch.Count > 0)
                    Commit(batch);
            }
            finally
            {
                turn.Release();
            }
        } while (Interlocked.Add(ref open, -taken) > 0);
    }

    /// <summary>Takes writes that are not canceled. Returns the number of all that no longer wait.</summary>
    private int TakeWaiting(List<SmallWrite> batch)
    {
        var taken = 0;
        for (; batch.Count < MaxTogether && waiting.TryDequeue(out var next); taken++)
        {
            if (next.TryBegin())
                batch.Add(next);
        }

        return taken;
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
        /// <summary>Returns <see langword="false"/> if the write was canceled. Afterwards, it cannot be.</summary>
        public abstract bool TryBegin();

        /// <summary>Runs in the transaction, and keeps the result.</summary>
        public abstract void Run(SqliteSession session);

        /// <summary>Completes the write with its result, after the commit.</summary>
        public abstract void Succeed();

        public abstract void Fail(Exception exception);
    }

    private sealed class SmallWrite<T> : SmallWrite
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Func<SqliteSession, T> write;
        private readonly CancellationTokenRegistration registration;
        private T result = default!;

        public SmallWrite(Func<SqliteSession, T> write, CancellationToken cancellationToken)
        {
            this.write = write;
            registration = cancellationToken.UnsafeRegister(
                static (waiting, canceled) => ((SmallWrite<T>)waiting!).completion.TrySetCanceled(canceled),
                this
            );
        }

        public Task<T> Task => completion.Task;

        public override bool TryBegin()
        {
            registration.Dispose();
            return !completion.Task.IsCompleted;
        }

        public override void Run(SqliteSession session) => result = write(session);

        public override void Succeed() => completion.SetResult(result);

        public override void Fail(Exception exception) => completion.SetException(exception);
    }
}
