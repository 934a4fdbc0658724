using Microsoft.Extensions.Options;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Silo;

/// <summary>
/// Removes jobs that ended longer ago than <c>RetailPulse:Retention</c>. Each job's grain decides; its rows then go in small transactions with pauses
/// between them, so that the work of others hardly waits. A crash anywhere leaves what the next round finds.
/// </summary>
internal sealed partial class ExpiredJobs(
    IRetentionLedger ledger, JobReferences references, IOptions<RetentionOptions> options, TimeProvider time, ILogger<ExpiredJobs> logger)
{
    /// <summary>Rows of one transaction: some milliseconds.</summary>
    private const int Batch = 1_000;

    /// <summary>Jobs of one round.</summary>
    private const int Most = 1_000;

    /// <summary>Between two transactions; a writer that waits comes first.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Twice as long as a key is good for: whatever clock says so.</summary>
    private static readonly TimeSpan KeysFor = TimeSpan.FromHours(48);

    /// <summary>One round; answers whether there may be more to remove.</summary>
    /// <param name="mine">Which jobs are this silo's to remove.</param>
    public async Task<bool> RemoveAsync(Func<long, bool> mine, CancellationToken cancellationToken)
    {
        await RemoveAllAsync(() => ledger.RemoveKeysAsync(time.GetUtcNow() - KeysFor, Batch, cancellationToken), cancellationToken);
        if (options.Value.Retention == TimeSpan.Zero) return false;

        var endedUpTo = time.GetUtcNow() - options.Value.Retention;
        var expired = await ledger.ReadExpiredJobsAsync(endedUpTo, Most, cancellationToken);
        var (jobs, rows) = (0, 0L);
        foreach (var job in expired.Where(mine))
        {
            if (!await references.Job(job).ForgetAsync(endedUpTo)) continue;
            var removed = await RemoveAllAsync(() => ledger.RemoveRowsAsync(job, Batch, cancellationToken), cancellationToken);
            LogRemoved(job, removed);
            (jobs, rows) = (jobs + 1, rows + removed);
        }

        if (jobs > 0) LogRound(jobs, rows, options.Value.Retention);
        return expired.Count == Most && jobs > 0;
    }

    private async Task<long> RemoveAllAsync(Func<Task<int>> removeSome, CancellationToken cancellationToken)
    {
        var all = 0L;
        while (await removeSome() is > 0 and var removed)
        {
            all += removed;
            await Task.Delay(Pause, time, cancellationToken);
        }

        return all;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {JobId} was removed with {Rows} rows")]
    private partial void LogRemoved(long jobId, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Jobs} jobs that ended more than {Retention} ago were removed, with {Rows} rows")]
    private partial void LogRound(int jobs, long rows, TimeSpan retention);
}
