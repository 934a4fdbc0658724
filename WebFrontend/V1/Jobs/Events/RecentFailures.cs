using RetailPulse.Jobs;

namespace RetailPulse.Web.V1.Jobs.Events;

/// <summary>Up to where one listener was told the failures, and which of the last seconds, since those are read more than once.</summary>
internal sealed class RecentFailures(FailureCursor known)
{
    private readonly Queue<FailureCursor> order = [];
    private readonly HashSet<FailureCursor> cursors = [];

    public FailureCursor Newest { get; private set; } = known;

    public IReadOnlySet<FailureCursor> Cursors => cursors;

    /// <summary>Whether it is new.</summary>
    public bool Add(FailureCursor cursor)
    {
        if (!cursors.Add(cursor)) return false;
        order.Enqueue(cursor);
        if (cursor > Newest) Newest = cursor;
        while (order.Peek() < Newest.Before) cursors.Remove(order.Dequeue());
        return true;
    }
}
