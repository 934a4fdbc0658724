using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Ledger;

public sealed class LedgerEventsTests
{
    private static readonly EventCursor Start = EventCursor.After(0, 0);

    [Fact]
    public void Both_lists_are_merged_in_the_order_of_their_commits()
    {
        var merged = LedgerEvents.Merge(Start, [OfJob(1), OfJob(5)], [Failure(2), Failure(5), Failure(6)], limit: 10);
        Assert.Equal(
            [(1, -1), (2, 0), (5, -1), (5, 0), (6, 0)],
            merged.Events.Select(found => ((int)found.Cursor.Commit, found.Cursor.Visit))
        );
        Assert.False(merged.More);
        Assert.Equal(Failure(6).Cursor, merged.Next);
    }

    [Fact]
    public void Nothing_is_returned_from_behind_the_end_of_a_list_that_was_cut()
    {
        var merged = LedgerEvents.Merge(Start, [OfJob(1), OfJob(9)], [Failure(2), Failure(3), Failure(4)], limit: 3);
        Assert.Equal([1, 2, 3, 4], merged.Events.Select(found => (int)found.Cursor.Commit));
        Assert.True(merged.More);
        Assert.Equal(Failure(4).Cursor, merged.Next);
    }

    [Fact]
    public void Events_of_others_are_passed()
    {
        var merged = LedgerEvents.Merge(Start, [OfJob(1), OfJob(2) with { Wanted = false }], [], limit: 2);
        Assert.Single(merged.Events);
        Assert.Equal(OfJob(2).Cursor, merged.Next);
        Assert.True(merged.More);
    }

    [Fact]
    public void Without_events_the_position_stays() =>
        Assert.Equal(
            (Start, false, 0),
            (LedgerEvents.Merge(Start, [], [], 2) is var none ? (none.Next, none.More, none.Events.Count) : default)
        );

    private static ExaminedEvent OfJob(long commit) =>
        new(new LedgerEvent(new JobEvent(EventCursor.OfJob(0, commit, 7), JobEventKind.Ended, "acme", default)), Wanted: true);

    private static ExaminedEvent Failure(long commit) =>
        new(new LedgerEvent(new JobEvent(new EventCursor(0, commit, 7, 0, 0, 0), JobEventKind.ImageFailed, "acme", default)), Wanted: true);
}
