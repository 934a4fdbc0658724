namespace RetailPulse.Grains.Fairness;

/// <summary>A bounded set of permits that tenants and jobs share in the order of <see cref="FairLine{T}"/>.</summary>
/// <param name="permits">Number of permits, at least 1.</param>
/// <param name="reserve">
/// Whether to reserve some permits for tenants that hold none: a tenant that holds permits gets another only while it holds less than three
/// times the number that would be left free. One tenant alone holds up to about 3/4 of all permits, two hold up to 3/7 each, and so on.
/// </param>
/// <remarks>
/// No permit stays free while an owner that may have it waits. The reserve is the dynamic threshold of Choudhury and Hahne, "Dynamic Queue
/// Length Thresholds for Shared-Memory Packet Switches", IEEE/ACM Transactions on Networking 6(2), 1998.
/// </remarks>
internal sealed class FairPermits(int permits, bool reserve = false)
{
    private const int Threshold = 3;

    private readonly Lock gate = new();
    private readonly FairLine<Waiter> line = new();
    private int free = permits;

    /// <summary>Number of free permits.</summary>
    public int Free
    {
        get
        {
            lock (gate)
                return free;
        }
    }

    /// <summary>Number of callers that wait for a permit.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return line.Count;
        }
    }

    /// <summary>Acquires a permit for <paramref name="owner"/>. The caller disposes it exactly once.</summary>
    /// <exception cref="OperationCanceledException">
    /// The call was canceled while it waited and holds no permit. If the permit was granted before the cancellation, the call returns it
    /// instead.
    /// </exception>
    public ValueTask<Permit> AcquireAsync(Owner owner, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var share = line.Find(owner);
            if (!MayHold(share))
                return new(Wait(share, cancellationToken));
            free--;
            line.Hold(share);
            return new(new Permit(this, share));
        }
    }

    /// <summary>Acquires a permit for <paramref name="owner"/> without waiting. The caller disposes it exactly once.</summary>
    /// <returns><see langword="null"/> if the owner may not have a permit now.</returns>
    public Permit? TryAcquire(Owner owner)
    {
        lock (gate)
        {
            var share = line.Find(owner);
            if (!MayHold(share))
            {
                line.Forget(share);
                return null;
            }

            free--;
            line.Hold(share);
            return new Permit(this, share);
        }
    }

    /// <summary>Returns whether a share may get a permit now.</summary>
    /// <remarks>
    /// A tenant at the head of the line that may not have one blocks nobody who may: all others hold at least as much.
    /// </remarks>
    private bool MayHold(FairLine<Waiter>.Share share) =>
        free > 0 && (!reserve || share.Tenant.Held == 0 || share.Tenant.Held < (long)Threshold * (free - 1));

    private Task<Permit> Wait(FairLine<Waiter>.Share share, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(this, share);
        line.Add(share, waiter.Node);
        waiter.Registration = cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).Cancel(token), waiter);
        return waiter.Task;
    }

    private void Release(FairLine<Waiter>.Share share)
    {
        lock (gate)
        {
            free++;
            line.GiveBack(share);
            while (line.Next is { } next && MayHold(next))
            {
                free--;
                var waiter = next.First!;
                line.Serve(next, waiter);
                waiter.Value.Settle();
            }
        }
    }

    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Already served: the permit belongs to the caller, who returns it.
            if (waiter.Node.List is null)
                return;
            line.Remove(waiter.Share, waiter.Node);
        }

        waiter.SetCanceled(cancellationToken);
    }

    /// <summary>The right to use one unit of a limited resource.</summary>
    internal readonly struct Permit(FairPermits owner, FairLine<Waiter>.Share share) : IDisposable
    {
        public void Dispose() => owner.Release(share);
    }

    /// <summary>A waiting caller. Its continuation never runs under the lock.</summary>
    internal sealed class Waiter : TaskCompletionSource<Permit>
    {
        private readonly FairPermits owner;

        public Waiter(FairPermits owner, FairLine<Waiter>.Share share)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            (this.owner, Share) = (owner, share);
            Node = new LinkedListNode<Waiter>(this);
        }

        public FairLine<Waiter>.Share Share { get; }

        public LinkedListNode<Waiter> Node { get; }

        public CancellationTokenRegistration Registration { get; set; }

        public void Settle()
        {
            Registration.Unregister();
            SetResult(new Permit(owner, Share));
        }

        public void Cancel(CancellationToken cancellationToken) => owner.Cancel(this, cancellationToken);
    }
}
