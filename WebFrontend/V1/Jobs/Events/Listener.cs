using System.Threading.Channels;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>What waits to be sent to one client. Of its progress only the newest; failures and the end stay, up to a bound.</summary>
internal sealed class Listener(FailureCursor known)
{
    /// <summary>Failures that may wait, at less than a kilobyte each, shared by all listeners.</summary>
    private const int MostWaiting = 10_000;

    private readonly Lock gate = new();
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Queue<(FailureCursor Cursor, byte[] Bytes)> failures = [];
    private byte[]? progress;
    private JobDetail? end;
    private bool over;

    /// <summary>So much waits that it is to be dropped.</summary>
    public bool Overrun { get; private set; }

    /// <summary>It was sent all failures up to there, and no others.</summary>
    public FailureCursor Told { get; private set; } = known;

    /// <summary>It was sent what is up to there, by other means.</summary>
    public void Knows(FailureCursor cursor) => Told = cursor;

    /// <param name="bytes">Without its id.</param>
    public void Progress(byte[] bytes) => Change(() => progress = bytes);

    public void Failure(FailureCursor cursor, byte[] bytes) => Change(() =>
    {
        if (failures.Count < MostWaiting) failures.Enqueue((cursor, bytes));
        else Overrun = true;
    });

    /// <param name="job"><see langword="null"/>: it is gone.</param>
    public void End(JobDetail? job) => Change(() => (end, over) = (job, true));

    /// <summary>Completes when there is something to take.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => signal.Reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>
    /// All that waits and that it does not know, in the order in which it is to be sent; whether nothing follows. One that was overrun gets nothing: failures
    /// are lacking before whatever else waits, the end above all.
    /// </summary>
    public (List<byte[]> Bytes, bool Over) Take()
    {
        signal.Reader.TryRead(out _);
        lock (gate)
        {
            if (Overrun) return ([], true);
            var taken = new List<byte[]>();
            foreach (var (cursor, bytes) in failures)
            {
                if (!(cursor > Told)) continue;
                taken.Add(bytes);
                Told = cursor;
            }

            if (progress is not null) taken.AddRange(progress, EventBytes.Id(new EventId(Told)));
            if (end is not null) taken.Add(EventBytes.End(end, Told));
            (failures, progress, end) = ([], null, null);
            return (taken, over);
        }
    }

    private void Change(Action change)
    {
        lock (gate) change();
        signal.Writer.TryWrite(true);
    }
}
