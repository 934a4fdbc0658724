using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The events that wait to be sent to one client: the latest progress, and a limited number of failures, and the end.</summary>
internal sealed class Listener(FailureCursor known) : IListener
{
    /// <summary>Maximum number of failures that wait. Each takes less than a kilobyte, which all listeners share.</summary>
    private const int MaxWaiting = 10_000;

    private readonly ListenerSignal signal = new();
    private Queue<(FailureCursor Cursor, byte[] Bytes)> failures = [];
    private byte[]? progress;
    private JobDetail? end;
    private bool over;

    public bool Overrun { get; private set; }

    /// <summary>Cursor up to which the client was sent all failures, and no others.</summary>
    public FailureCursor Told { get; private set; } = known;

    /// <summary>Sets the cursor, after failures were sent without this listener.</summary>
    public void Knows(FailureCursor cursor) => Told = cursor;

    /// <param name="bytes">The event without its id.</param>
    public void Progress(byte[] bytes) => signal.Change(() => progress = bytes);

    public void Failure(FailureCursor cursor, byte[] bytes) =>
        signal.Change(() =>
        {
            if (failures.Count < MaxWaiting)
                failures.Enqueue((cursor, bytes));
            else
                Overrun = true;
        });

    /// <param name="job">The job; <see langword="null"/> if it no longer exists.</param>
    public void End(JobDetail? job) => signal.Change(() => (end, over) = (job, true));

    public Task WaitAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    public (List<byte[]> Bytes, bool Over) Take()
    {
        signal.Reset();
        lock (signal.Gate)
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
}
