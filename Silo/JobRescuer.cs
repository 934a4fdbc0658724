using System.Threading.Channels;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Silo;

/// <summary>
/// Nudges the grains of unfinished jobs at start, when a silo is declared dead, and every 30 s: the one way by which work left
/// behind is taken up again.
/// </summary>
internal sealed partial class JobRescuer(
    ILedger ledger,
    JobReferences references,
    ISiloStatusOracle silos,
    TimeProvider time,
    ILogger<JobRescuer> logger) : BackgroundService, ISiloStatusListener
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>A round that failed, or a job of it, is repeated after this long: its silo may be dying at that very moment.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> alarms = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead) alarms.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        while (!stoppingToken.IsCancellationRequested)
            await WaitAsync(await RescueAsync(stoppingToken) ? Period : Pause, stoppingToken);
    }

    /// <summary>Answers whether every job was nudged that is this silo's to nudge.</summary>
    private async Task<bool> RescueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var unfinished = await ledger.ReadUnfinishedJobsAsync(cancellationToken);
            SiloAddress[] active = [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys];
            var failures = 0;
            var nudges = new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(unfinished.Where(job => RescueShare.Has(silos.SiloAddress, active, job)), nudges, async (job, _) =>
            {
                if (!await NudgeAsync(job)) Interlocked.Increment(ref failures);
            });
            return failures == 0;
        }
        catch (Exception exception)
        {
            // Whatever it was, the next round may go better; a silo that stops has none.
            if (!cancellationToken.IsCancellationRequested) LogNotRead(exception, Pause);
            return false;
        }
    }

    private async Task<bool> NudgeAsync(long job)
    {
        try
        {
            await references.Job(job).ResumeAsync();
            return true;
        }
        catch (Exception exception)
        {
            LogNotNudged(exception, job, Pause);
            return false;
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var period = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(period.Token, cancellationToken);
        try
        {
            await alarms.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The wait is over, or the silo stops: the caller's loop tells which.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unfinished jobs could not be read; next try in {Pause}")]
    private partial void LogNotRead(Exception exception, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobId} could not be nudged; next try in {Pause}")]
    private partial void LogNotNudged(Exception exception, long jobId, TimeSpan pause);
}
