using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>Removes jobs that ended longer ago than <c>RetailPulse:Retention</c>, and jobs that were deleted on request.</summary>
/// <remarks>
/// Each job's grain decides. Its rows are then deleted in small transactions with pauses between them, so that other work hardly waits.
/// After a crash, the next round finds what is left.
/// </remarks>
internal sealed partial class ExpiredJobRemover(
    IRetentionLedger ledger,
    JobReferences references,
    DeletedJobs deleted,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<ExpiredJobRemover> logger
)
{
    /// <summary>Number of rows per transaction, which takes some milliseconds.</summary>
    private const int BatchSize = 1_000;

    /// <summary>Maximum number of jobs per round.</summary>
    private const int MaxJobs = 1_000;

    /// <summary>BatchDelay between two transactions, during which waiting writers proceed.</summary>
    private static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Age at which idempotency keys are removed: twice their lifetime, to allow for clocks that disagree.</summary>
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(48);

    /// <summary>Runs one round and returns whether more jobs may have to be removed.</summary>
    /// <param name="mine">Returns whether this silo is responsible for a job.</param>
    public async Task<bool> RemoveAsync(Func<long, bool> mine, CancellationToken cancellationToken)
    {
        await RemoveDeletedAsync(cancellationToken);
        await RemoveInterruptedAsync(mine, cancellationToken);
        await RemoveAllAsync(() => ledger.DeleteKeysAsync(time.GetUtcNow() - KeyLifetime, BatchSize, cancellationToken), cancellationToken);
        if (options.Value.Retention == TimeSpan.Zero)
            return false;

        var endedUpTo = time.GetUtcNow() - options.Value.Retention;
        var expired = await ledger.ReadExpiredJobsAsync(endedUpTo, MaxJobs, cancellationToken);
        var (jobs, rows) = (0, 0L);
        foreach (var job in expired.Where(mine))
        {
            await RemoveDeletedAsync(cancellationToken);
            if (!await references.Job(job).DeleteAsync(endedUpTo))
                continue;
            (jobs, rows) = (jobs + 1, rows + await RemoveRowsAsync(job, cancellationToken));
        }

        if (jobs > 0)
            LogRound(jobs, rows, options.Value.Retention);
        return expired.Count == MaxJobs && jobs > 0;
    }

    /// <summary>Removes the rows of jobs that were just deleted on request, which do not wait for all that have expired.</summary>
    private async Task RemoveDeletedAsync(CancellationToken cancellationToken)
    {
        while (deleted.TryTake(out var job))
            await RemoveRowsAsync(job, cancellationToken);
    }

    /// <summary>Completes removals that were interrupted, whenever the jobs ended.</summary>
    private async Task RemoveInterruptedAsync(Func<long, bool> mine, CancellationToken cancellationToken)
    {
        foreach (var job in (await ledger.ReadRemovedJobsAsync(MaxJobs, cancellationToken)).Where(mine))
        {
            if (await references.Job(job).DeleteAsync(DateTimeOffset.MaxValue))
                await RemoveRowsAsync(job, cancellationToken);
        }
    }

    private async Task<long> RemoveRowsAsync(long job, CancellationToken cancellationToken)
    {
        var removed = await RemoveAllAsync(() => ledger.DeleteRowsAsync(job, BatchSize, cancellationToken), cancellationToken);
        LogRemoved(job, removed);
        return removed;
    }

    private async Task<long> RemoveAllAsync(Func<Task<int>> removeSome, CancellationToken cancellationToken)
    {
        var all = 0L;
        while (await removeSome() is > 0 and var removed)
        {
            all += removed;
            await Task.Delay(BatchDelay, time, cancellationToken);
        }

        return all;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Removed job {JobId} with {Rows} rows")]
    private partial void LogRemoved(long jobId, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Jobs} jobs that ended more than {Retention} ago, with {Rows} rows")]
    private partial void LogRound(int jobs, long rows, TimeSpan retention);
}
