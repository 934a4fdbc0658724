namespace RetailPulse.Grains;

/// <summary>Tells the work on this silo that the silo leaves its cluster: what is under way may end, nothing begins.</summary>
internal sealed class SiloDrain : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>
    /// For images in flight: longer than nearly every download takes, and short enough for the silo to be gone within 20 s of being asked to stop.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Other silos know by then that this one leaves, and its activations are being deactivated.</summary>
    private const int Stage = ServiceLifecycleStage.BecomeActive - 1;

    private readonly CancellationTokenSource closing = new();
    private readonly CancellationTokenSource over;
    private readonly ISiloStatusOracle silos;

    public SiloDrain(ISiloStatusOracle silos, TimeProvider time)
    {
        this.silos = silos;
        over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        (Closing, Over) = (closing.Token, over.Token);
    }

    /// <summary>Cancelled when nothing new may begin.</summary>
    public CancellationToken Closing { get; }

    /// <summary>Cancelled when what is still under way is abandoned; another silo does it again.</summary>
    public CancellationToken Over { get; }

    /// <summary>No other silo stays that could take over.</summary>
    public bool EndsCluster =>
        Closing.IsCancellationRequested && !silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => !silo.Equals(silos.SiloAddress));

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(SiloDrain), Stage, _ => Task.CompletedTask, _ => CloseAsync());

    public void Dispose()
    {
        closing.Dispose();
        over.Dispose();
    }

    private Task CloseAsync()
    {
        over.CancelAfter(Grace);
        return closing.CancelAsync();
    }
}
