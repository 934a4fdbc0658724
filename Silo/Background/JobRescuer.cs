using System.Collections.Concurrent;
using System.Threading.Channels;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Rescue;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Background;

/// <summary>Nudges the grains of unfinished jobs at start, when a silo is declared dead, and every 30 s.</summary>
/// <remarks>This is the only way in which interrupted work resumes.</remarks>
internal sealed partial class JobRescuer(
    ILedger ledger,
    JobReferences references,
    ISiloStatusOracle silos,
    NudgeSchedule schedule,
    TimeProvider time,
    ILogger<JobRescuer> logger) : BackgroundService, ISiloStatusListener
{
    /// <summary>Maximum time to wait for a nudge. A nudge takes one read of a document and sometimes one count in the ledger.</summary>
    private static readonly TimeSpan LongestNudge = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> alarms = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead) alarms.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var alarm = WaitForAlarmAsync(interrupted);
            await RescueAsync(interrupted.Token);
            if (!interrupted.IsCancellationRequested) await Task.Delay(schedule.UntilNext, time, interrupted.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await interrupted.CancelAsync();
            if (await alarm) schedule.Alarm();
        }
    }

    /// <summary>
    /// Cancels <paramref name="interrupted"/> when a silo dies, so that even a round of slow nudges ends at once. Returns whether one died.
    /// </summary>
    private async Task<bool> WaitForAlarmAsync(CancellationTokenSource interrupted)
    {
        try
        {
            await alarms.Reader.ReadAsync(interrupted.Token);
            await interrupted.CancelAsync();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RescueAsync(CancellationToken cancellationToken)
    {
        if (await FindDueAsync(cancellationToken) is not { Count: > 0 } due) return;
        SiloAddress[] active = [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys];
        var mine = due.ToLookup(job => JobPartition.Has(silos.SiloAddress, active, job));
        foreach (var job in mine[false]) schedule.Forget(job);
        var outcomes = new ConcurrentBag<(long Job, Exception? Failure)>();
        var nudges = new ParallelOptions { MaxDegreeOfParallelism = 32 };
        await Parallel.ForEachAsync(mine[true], nudges, async (job, _) =>
        {
            if (!cancellationToken.IsCancellationRequested) outcomes.Add((job, await NudgeAsync(job, cancellationToken)));
        });
        foreach (var (job, failure) in outcomes) Note(job, failure, cancellationToken);
    }

    private async Task<IReadOnlyCollection<long>> FindDueAsync(CancellationToken cancellationToken)
    {
        if (!schedule.LookIsDue) return schedule.Due;
        try
        {
            var unfinished = await ledger.ReadUnfinishedJobsAsync(cancellationToken);
            schedule.Looked(unfinished);
            return unfinished;
        }
        catch (Exception exception)
        {
            // Any failure may be temporary, so the next round tries again. A silo that is stopping has no next round.
            if (cancellationToken.IsCancellationRequested) return [];
            schedule.LookFailed();
            LogNotRead(exception, schedule.UntilNext);
            return [];
        }
    }

    private async Task<Exception?> NudgeAsync(long job, CancellationToken cancellationToken)
    {
        try
        {
            await references.Job(job).ResumeAsync().WaitAsync(LongestNudge, time, cancellationToken);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private void Note(long job, Exception? failure, CancellationToken cancellationToken)
    {
        if (failure is null) schedule.Forget(job);
        else if (!cancellationToken.IsCancellationRequested) LogNotNudged(failure, job, schedule.Failed(job));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to read the unfinished jobs; retrying in {RetryDelay}")]
    private partial void LogNotRead(Exception exception, TimeSpan retryDelay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to nudge job {JobId}; retrying in {RetryDelay}")]
    private partial void LogNotNudged(Exception exception, long jobId, TimeSpan retryDelay);
}
