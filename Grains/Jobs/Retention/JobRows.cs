using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>Deletes the rows of jobs in small transactions with pauses between them, so that other work hardly waits.</summary>
internal sealed class JobRows(IRetentionLedger ledger, TimeProvider time)
{
    /// <summary>Number of rows per transaction, which takes some milliseconds.</summary>
    public const int BatchSize = 1_000;

    /// <summary>Delay between two transactions, during which waiting writers proceed.</summary>
    private static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Deletes all rows of a job that is marked as deleted, and returns their number.</summary>
    public Task<long> RemoveAsync(long jobId, CancellationToken cancellationToken) =>
        RemoveAllAsync(() => ledger.DeleteRowsAsync(jobId, BatchSize, cancellationToken), cancellationToken);

    /// <summary>Repeats a deletion until it deletes nothing more, and returns the number of rows.</summary>
    public async Task<long> RemoveAllAsync(Func<Task<int>> removeSome, CancellationToken cancellationToken)
    {
        var all = 0L;
        while (await removeSome() is > 0 and var removed)
        {
            all += removed;
            await Task.Delay(BatchDelay, time, cancellationToken);
        }

        return all;
    }
}
