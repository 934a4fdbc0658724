using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Rescue;

/// <summary>
/// Nudges the grains of this silo's share of the unfinished jobs. This is the only way in which interrupted work resumes.
/// </summary>
internal sealed partial class JobRescue(
    ILedger ledger,
    JobReferences references,
    JobPartition partition,
    NudgeSchedule schedule,
    JobTelemetry telemetry,
    TimeProvider time,
    ILogger<JobRescue> logger
)
{
    /// <summary>Maximum time to wait for a nudge. A nudge takes one read of a document and sometimes one count in the ledger.</summary>
    private static readonly TimeSpan NudgeTimeout = TimeSpan.FromSeconds(5);

    private static readonly ParallelOptions Nudges = new() { MaxDegreeOfParallelism = 32 };

    /// <summary>Why the next round runs.</summary>
    private RescueCause cause = RescueCause.Start;

    /// <summary>Time until there is something to do.</summary>
    public TimeSpan UntilNext => schedule.UntilNext;

    /// <summary>Makes every unfinished job due at once, because a silo died.</summary>
    public void Restart()
    {
        cause = RescueCause.SiloDeath;
        schedule.Restart();
    }

    /// <summary>Nudges the jobs that are due. If it is canceled, it returns early.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await NudgeDueAsync(cancellationToken);
        telemetry.NudgesFail(schedule.Failing);
    }

    private async Task NudgeDueAsync(CancellationToken cancellationToken)
    {
        if (await FindDueAsync(cancellationToken) is not { Count: > 0 } due)
            return;
        var mine = due.ToLookup(partition.Snapshot());
        foreach (var job in mine[false])
            schedule.Forget(job);
        var outcomes = new ConcurrentBag<(long Job, Exception? Failure)>();
        await Parallel.ForEachAsync(
            mine[true],
            Nudges,
            async (job, _) =>
            {
                if (!cancellationToken.IsCancellationRequested)
                    outcomes.Add((job, await NudgeAsync(job, cancellationToken)));
            }
        );
        foreach (var (job, failure) in outcomes)
            Record(job, failure, cancellationToken);
        if (!cancellationToken.IsCancellationRequested)
            cause = RescueCause.Sweep;
    }

    private async Task<IReadOnlyCollection<long>> FindDueAsync(CancellationToken cancellationToken)
    {
        if (!schedule.ReadIsDue)
            return schedule.DueJobs;
        try
        {
            var unfinished = await ledger.ReadUnfinishedJobsAsync(cancellationToken);
            schedule.RecordRead(unfinished);
            return unfinished;
        }
        catch (Exception exception)
        {
            // Any failure may be temporary, so the next round tries again. A silo that is stopping has no next round.
            if (cancellationToken.IsCancellationRequested)
                return [];
            schedule.RecordFailedRead();
            LogNotRead(exception, schedule.UntilNext);
            return [];
        }
    }

    private async Task<Exception?> NudgeAsync(long job, CancellationToken cancellationToken)
    {
        try
        {
            await references.Job(job).ResumeAsync().WaitAsync(NudgeTimeout, time, cancellationToken);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private void Record(long job, Exception? failure, CancellationToken cancellationToken)
    {
        if (failure is null)
        {
            schedule.Forget(job);
            telemetry.JobNudged(cause);
        }
        else if (!cancellationToken.IsCancellationRequested)
            LogNotNudged(failure, job, schedule.RecordFailedNudge(job));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to read the unfinished jobs; retrying in {RetryDelay}")]
    private partial void LogNotRead(Exception exception, TimeSpan retryDelay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to nudge job {JobId}; retrying in {RetryDelay}")]
    private partial void LogNotNudged(Exception exception, long jobId, TimeSpan retryDelay);
}
