namespace RetailPulse.Grains.Cluster;

/// <summary>Signals the work on this silo that the silo leaves its cluster: nothing new begins, and work in progress may finish.</summary>
internal sealed class SiloShutdown : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>
    /// Time for images in flight to finish: longer than nearly every download takes, and short enough for the silo to exit within 20 s
    /// after a request to stop.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>At this stage, other silos know that this one leaves, and its activations are being deactivated.</summary>
    private const int Stage = ServiceLifecycleStage.BecomeActive - 1;

    private readonly CancellationTokenSource noNewWork = new();
    private readonly CancellationTokenSource abandonWork;
    private readonly ISiloStatusOracle silos;

    public SiloShutdown(ISiloStatusOracle silos, TimeProvider time)
    {
        this.silos = silos;
        abandonWork = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        (NoNewWork, AbandonWork) = (noNewWork.Token, abandonWork.Token);
    }

    /// <summary>Canceled when nothing new may begin.</summary>
    public CancellationToken NoNewWork { get; }

    /// <summary>Canceled when the remaining work is abandoned. Another silo repeats it.</summary>
    public CancellationToken AbandonWork { get; }

    /// <summary>Whether no other silo remains that could take over the work.</summary>
    public bool EndsCluster =>
        NoNewWork.IsCancellationRequested
        && !silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => !silo.Equals(silos.SiloAddress));

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SiloShutdown), Stage, _ => Task.CompletedTask, _ => CloseAsync());

    public void Dispose()
    {
        noNewWork.Dispose();
        abandonWork.Dispose();
    }

    private Task CloseAsync()
    {
        abandonWork.CancelAfter(Grace);
        return noNewWork.CancelAsync();
    }
}
