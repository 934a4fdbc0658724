using System.Threading.Channels;
using RetailPulse.Jobs;

namespace RetailPulse.Web.V1.Jobs.Events;

/// <summary>What waits to be sent to one client. Of its progress only the newest; failures and the end stay, up to a bound.</summary>
internal sealed class Listener
{
    /// <summary>Failures that may wait, at less than a kilobyte each, shared by all listeners.</summary>
    private const int MostWaiting = 10_000;

    private readonly Lock gate = new();
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Queue<(FailureCursor Cursor, byte[] Bytes)> failures = [];
    private byte[]? progress;
    private byte[]? end;
    private bool over;

    /// <summary>So much waits that it is to be dropped.</summary>
    public bool Overrun { get; private set; }

    public void Progress(byte[] bytes) => Change(() => progress = bytes);

    public void Failure(FailureCursor cursor, byte[] bytes) => Change(() =>
    {
        if (failures.Count < MostWaiting) failures.Enqueue((cursor, bytes));
        else Overrun = true;
    });

    /// <param name="bytes"><see langword="null"/>: the job is gone.</param>
    public void End(byte[]? bytes) => Change(() => (end, over) = (bytes, true));

    /// <summary>Completes when there is something to take.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => signal.Reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>All that waits, in the order in which it is to be sent; whether nothing follows.</summary>
    public (List<byte[]> Bytes, bool Over) Take(IReadOnlySet<FailureCursor> told)
    {
        signal.Reader.TryRead(out _);
        lock (gate)
        {
            List<byte[]> taken = [.. failures.Where(failure => !told.Contains(failure.Cursor)).Select(failure => failure.Bytes)];
            if (progress is not null) taken.Add(progress);
            if (end is not null) taken.Add(end);
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
