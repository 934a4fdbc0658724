namespace RetailPulse.Grains.Images.Slots;

/// <summary>
/// A silo's slots, shared among jobs: a freed slot goes to the next job in turn that waits, and within the job to its oldest waiter.
/// No slot is free while anyone waits.
/// </summary>
internal sealed class FairSlots(int slots)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Line> lines = [];
    private readonly LinkedList<Line> turns = [];
    private int free = slots;

    /// <summary>Slots that nobody holds.</summary>
    public int Free { get { lock (gate) return free; } }

    /// <summary>Jobs that wait.</summary>
    public int Waiting { get { lock (gate) return turns.Count; } }

    /// <summary>Takes a slot for <paramref name="job"/>; disposing the answer, once, gives it back.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting; no slot was taken.</exception>
    public async ValueTask<Slot> TakeAsync(long job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Enqueue(job) is { } waiter)
        {
            await using var registration = cancellationToken.UnsafeRegister(_ => Cancel(waiter, cancellationToken), null);
            await waiter.Task;
        }

        return new Slot(this);
    }

    private Waiter? Enqueue(long job)
    {
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return null;
            }

            if (!lines.TryGetValue(job, out var line))
            {
                lines[job] = line = new Line(job);
                line.Turn = turns.AddLast(line);
            }

            var waiter = new Waiter(line);
            waiter.Place = line.Waiters.AddLast(waiter);
            return waiter;
        }
    }

    private void Release()
    {
        Waiter? next;
        lock (gate)
        {
            next = TakeNext();
            if (next is null) free++;
        }

        next?.SetResult();
    }

    private Waiter? TakeNext()
    {
        if (turns.First is not { } turn) return null;
        turns.RemoveFirst();
        turns.AddLast(turn);
        var waiter = turn.Value.Waiters.First!.Value;
        Remove(waiter);
        return waiter;
    }

    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Already served: the slot is its own, and its owner gives it back.
            if (waiter.Place is null) return;
            Remove(waiter);
        }

        waiter.SetCanceled(cancellationToken);
    }

    private void Remove(Waiter waiter)
    {
        var line = waiter.Line;
        line.Waiters.Remove(waiter.Place!);
        waiter.Place = null;
        if (line.Waiters.Count > 0) return;
        lines.Remove(line.Job);
        turns.Remove(line.Turn!);
    }

    /// <summary>The right to have one image in flight.</summary>
    internal readonly struct Slot(FairSlots owner) : IDisposable
    {
        public void Dispose() => owner.Release();
    }

    /// <summary>One job's waiters, oldest first; never empty while it has a turn.</summary>
    private sealed class Line(long job)
    {
        public long Job => job;
        public LinkedList<Waiter> Waiters { get; } = [];
        public LinkedListNode<Line>? Turn { get; set; }
    }

    private sealed class Waiter(Line line) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Line Line => line;

        /// <summary>Where it waits; <see langword="null"/> once it does not.</summary>
        public LinkedListNode<Waiter>? Place { get; set; }
    }
}
