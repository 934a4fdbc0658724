namespace RetailPulse.Grains.Images.Slots;

/// <summary>
/// A silo's slots, shared among jobs: a freed slot goes to the waiting job that holds the fewest, among equals to the one whose turn is longest
/// ago, and within the job to its oldest waiter. Counted is what is held, not what was given: a job whose images are slow does not end up with
/// all slots. No slot is free while anyone waits.
/// </summary>
internal sealed class FairSlots(int slots)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Share> shares = [];
    private readonly SortedSet<Share> waiting = new(Comparer<Share>.Create(Share.Compare));
    private int free = slots;
    private long turn;

    /// <summary>Slots that nobody holds.</summary>
    public int Free { get { lock (gate) return free; } }

    /// <summary>Jobs that wait.</summary>
    public int Waiting { get { lock (gate) return waiting.Count; } }

    /// <summary>Takes a slot for <paramref name="job"/>; disposing the answer, once, gives it back.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting; no slot was taken.</exception>
    public ValueTask<Slot> TakeAsync(long job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var share = FindOrAdd(job);
            if (free == 0) return new(Wait(share, cancellationToken));
            free--;
            share.Held++;
            return new(new Slot(this, share));
        }
    }

    private Share FindOrAdd(long job)
    {
        if (!shares.TryGetValue(job, out var share)) shares[job] = share = new Share(job) { Turn = ++turn };
        return share;
    }

    private Task<Slot> Wait(Share share, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(this, share);
        share.Waiters.AddLast(waiter.Place);
        if (share.Waiters.Count == 1) waiting.Add(share);
        waiter.Registration = cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).Cancel(token), waiter);
        return waiter.Task;
    }

    private void Release(Share share)
    {
        Waiter? next;
        lock (gate)
        {
            Change(share, held: -1);
            next = waiting.Min?.Waiters.First!.Value;
            if (next is null) free++;
            else Serve(next);
            Forget(share);
        }

        next?.Settle();
    }

    private void Serve(Waiter waiter)
    {
        waiting.Remove(waiter.Share);
        waiter.Share.Turn = ++turn;
        waiter.Share.Held++;
        waiter.Share.Waiters.Remove(waiter.Place);
        if (waiter.Share.Waiters.Count > 0) waiting.Add(waiter.Share);
    }

    /// <summary>The set is ordered by what changes here, so a share must be out of it meanwhile.</summary>
    private void Change(Share share, int held)
    {
        var waits = waiting.Remove(share);
        share.Held += held;
        if (waits) waiting.Add(share);
    }

    private void Forget(Share share)
    {
        if (share.Held == 0 && share.Waiters.Count == 0) shares.Remove(share.Job);
    }

    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Already served: the slot is its own, and its owner gives it back.
            if (waiter.Place.List is null) return;
            waiter.Share.Waiters.Remove(waiter.Place);
            if (waiter.Share.Waiters.Count == 0) waiting.Remove(waiter.Share);
            Forget(waiter.Share);
        }

        waiter.SetCanceled(cancellationToken);
    }

    /// <summary>The right to have one image in flight.</summary>
    internal readonly struct Slot(FairSlots owner, Share share) : IDisposable
    {
        public void Dispose() => owner.Release(share);
    }

    /// <summary>One job's slots, and who waits for one more, oldest first.</summary>
    internal sealed class Share(long job)
    {
        public long Job => job;
        public int Held { get; set; }
        public long Turn { get; set; }
        public LinkedList<Waiter> Waiters { get; } = [];

        public static int Compare(Share? one, Share? other) =>
            one!.Held != other!.Held ? one.Held.CompareTo(other.Held) : one.Turn.CompareTo(other.Turn);
    }

    internal sealed class Waiter : TaskCompletionSource<Slot>
    {
        private readonly FairSlots owner;

        public Waiter(FairSlots owner, Share share)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            (this.owner, Share) = (owner, share);
            Place = new LinkedListNode<Waiter>(this);
        }

        public Share Share { get; }

        public LinkedListNode<Waiter> Place { get; }

        public CancellationTokenRegistration Registration { get; set; }

        /// <summary>Has its slot.</summary>
        public void Settle()
        {
            Registration.Unregister();
            SetResult(new Slot(owner, Share));
        }

        public void Cancel(CancellationToken cancellationToken) => owner.Cancel(this, cancellationToken);
    }
}
