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
    IGrainFactory grains,
    ISiloStatusOracle silos,
    TimeProvider time,
    ILogger<JobRescuer> logger) : BackgroundService, ISiloStatusListener
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

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
            await RescueAsync(stoppingToken);
            await WaitAsync(stoppingToken);
        }
    }

    private async Task RescueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var jobs = await ledger.ReadUnfinishedJobsAsync(cancellationToken);
            var nudge = new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(jobs, nudge, async (job, _) => await grains.GetGrain<IJobGrain>(job).ResumeAsync());
        }
        catch (Exception exception)
        {
            // Whatever it was, the next round may go better; a silo that stops has none.
            if (!cancellationToken.IsCancellationRequested) LogNotRescued(exception, Period);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var period = new CancellationTokenSource(Period, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(period.Token, cancellationToken);
        try
        {
            await alarms.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The period is over, or the silo stops: the caller's loop tells which.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unfinished jobs could not be nudged; next try in {Period} at the latest")]
    private partial void LogNotRescued(Exception exception, TimeSpan period);
}
