using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>Removes jobs that ended longer ago than <c>RetailPulse:Retention</c>, and jobs that were deleted on request.</summary>
/// <remarks>
/// Each job's grain decides. Its rows are then deleted, a few at a time. After a crash, the next round finds what is left.
/// </remarks>
internal sealed partial class ExpiredJobRemover(
    IRetentionLedger ledger,
    JobRows rows,
    JobReferences references,
    DeletedJobs deleted,
    IOptions<RetentionOptions> options,
    JobTelemetry telemetry,
    DeletionClock clock,
    ILogger<ExpiredJobRemover> logger
)
{
    /// <summary>Maximum number of jobs per round.</summary>
    private const int MaxJobs = 1_000;

    /// <summary>Age at which idempotency keys are removed: twice their lifetime, to allow for clocks that disagree.</summary>
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(48);

    /// <summary>Runs one round and returns whether more jobs may have to be removed.</summary>
    /// <param name="mine">Returns whether this silo is responsible for a job.</param>
    public async Task<bool> RemoveAsync(Func<long, bool> mine, CancellationToken cancellationToken)
    {
        await RemoveDeletedAsync(cancellationToken);
        await RemoveInterruptedAsync(mine, cancellationToken);
        if (await clock.ReadAsync(cancellationToken) is not { } now)
            return false;
        await rows.RemoveAllAsync(() => ledger.DeleteKeysAsync(now - KeyLifetime, JobRows.BatchSize, cancellationToken), cancellationToken);
        if (options.Value.Retention == TimeSpan.Zero)
            return false;

        var endedUpTo = now - options.Value.Retention;
        var expired = await ledger.ReadExpiredJobsAsync(endedUpTo, MaxJobs, cancellationToken);
        var (jobs, all) = (0, 0L);
        foreach (var job in expired.Where(mine))
        {
            await RemoveDeletedAsync(cancellationToken);
            if (!await TryDeleteAsync(job, grain => grain.DeleteAsync(endedUpTo)))
                continue;
            (jobs, all) = (jobs + 1, all + await RemoveRowsAsync(job, cancellationToken));
            telemetry.JobRemoved();
        }

        if (jobs > 0)
            LogRound(jobs, all, options.Value.Retention);
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
            if (await TryDeleteAsync(job, grain => grain.CompleteDeletionAsync()))
                await RemoveRowsAsync(job, cancellationToken);
        }
    }

    /// <summary>Lets the grain of a job delete the job. One that cannot be called must not keep the others.</summary>
    private async Task<bool> TryDeleteAsync(long job, Func<IJobGrain, Task<bool>> delete)
    {
        try
        {
            return await delete(references.Job(job));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotDeleted(exception, job);
            return false;
        }
    }

    private async Task<long> RemoveRowsAsync(long job, CancellationToken cancellationToken)
    {
        var removed = await rows.RemoveAsync(job, cancellationToken);
        LogRemoved(job, removed);
        return removed;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to delete job {JobId}; the next round tries again")]
    private partial void LogNotDeleted(Exception exception, long jobId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Removed job {JobId} with {Rows} rows")]
    private partial void LogRemoved(long jobId, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Jobs} jobs that ended more than {Retention} ago, with {Rows} rows")]
    private partial void LogRound(int jobs, long rows, TimeSpan retention);
}
