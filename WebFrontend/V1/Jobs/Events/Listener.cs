using System.Threading.Channels;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The events that wait to be sent to one client: the latest progress, and a limited number of failures, and the end.</summary>
internal sealed class Listener(FailureCursor known)
{
    /// <summary>Maximum number of failures that wait. Each takes less than a kilobyte, which all listeners share.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock gate = new();
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private Queue<(FailureCursor Cursor, byte[] Bytes)> failures = [];
    private byte[]? progress;
    private JobDetail? end;
    private bool over;

    /// <summary>Whether so much waits that the client must be disconnected.</summary>
    public bool Overrun { get; private set; }

    /// <summary>Cursor up to which the client was sent all failures, and no others.</summary>
    public FailureCursor Told { get; private set; } = known;

    /// <summary>Sets the cursor, after failures were sent without this listener.</summary>
    public void Knows(FailureCursor cursor) => Told = cursor;

    /// <param name="bytes">The event without its id.</param>
    public void Progress(byte[] bytes) => Change(() => progress = bytes);

    public void Failure(FailureCursor cursor, byte[] bytes) =>
        Change(() =>
        {
            if (failures.Count < MaxWaiting)
                failures.Enqueue((cursor, bytes));
            else
                Overrun = true;
        });

    /// <param name="job">The job; <see langword="null"/> if it no longer exists.</param>
    public void End(JobDetail? job) => Change(() => (end, over) = (job, true));

    /// <summary>Completes when an event waits.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => signal.Reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>
    /// Returns all waiting events that the client does not have, in the order in which they must be sent, and whether they are the last. An
    /// overrun listener gets nothing, because failures are missing before everything else that waits.
    /// </summary>
    public (List<byte[]> Bytes, bool Over) Take()
    {
        signal.Reader.TryRead(out _);
        lock (gate)
        {
            if (Overrun)
                return ([], true);
            var taken = new List<byte[]>();
            foreach (var (cursor, bytes) in failures)
            {
                if (!(cursor > Told))
                    continue;
                taken.Add(bytes);
                Told = cursor;
            }

            if (progress is not null)
                taken.AddRange(progress, EventBytes.Id(new EventId(Told)));
            if (end is not null)
                taken.Add(EventBytes.End(end, Told));
            (failures, progress, end) = ([], null, null);
            return (taken, over);
        }
    }

    private void Change(Action change)
    {
        lock (gate)
            change();
        signal.Writer.TryWrite(true);
    }
}
