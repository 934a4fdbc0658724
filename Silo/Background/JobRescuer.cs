using System.Threading.Channels;
using RetailPulse.Grains.Jobs.Rescue;

namespace RetailPulse.Silo.Background;

/// <summary>Runs <see cref="JobRescue"/> when this silo starts, when another silo is declared dead, and when a job is due.</summary>
internal sealed class JobRescuer(JobRescue rescue, ISiloStatusOracle silos, TimeProvider time, ILogger<JobRescuer> logger)
    : PeriodicService("resume unfinished jobs", RetryDelay, time, logger),
        ISiloStatusListener
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> alarms = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        return base.StartAsync(cancellationToken);
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
            alarms.Writer.TryWrite(true);
    }

    protected override async Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken)
    {
        await RunUntilAlarmAsync(rescue.RunAsync, cancellationToken);
        return rescue.UntilNext;
    }

    protected override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        RunUntilAlarmAsync(token => base.WaitAsync(delay, token), cancellationToken);

    /// <summary>Runs a step and cancels it when a silo dies, so that even a round of slow nudges ends at once.</summary>
    private async Task RunUntilAlarmAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var alarm = WaitForAlarmAsync(interrupted);
        try
        {
            await step(interrupted.Token);
        }
        finally
        {
            await interrupted.CancelAsync();
            if (await alarm)
                rescue.Restart();
        }
    }

    /// <summary>Cancels <paramref name="interrupted"/> when a silo dies. Returns whether one died.</summary>
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
}
