using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

public sealed class ListenerTests
{
    private readonly Listener listener = new(FailureCursor.Start);

    [Fact]
    public void All_waiting_events_are_returned()
    {
        Fail(10_000);
        listener.End(null);
        var (bytes, over) = listener.Take();
        Assert.Equal((10_000, true, false), (bytes.Count, over, listener.Overrun));
        Assert.Equal(10_000, listener.Told.Commit);
    }

    [Fact]
    public async Task A_listener_that_lost_failures_returns_nothing_not_even_the_end()
    {
        Fail(10_001);
        listener.End(await new FakeJob().ReadAsync(1));
        var (bytes, over) = listener.Take();
        Assert.Empty(bytes);
        Assert.Equal((true, true), (over, listener.Overrun));
        Assert.Equal(FailureCursor.Start, listener.Told);
    }

    private void Fail(int failures)
    {
        for (var commit = 1; commit <= failures; commit++)
            listener.Failure(new FailureCursor(commit, 0, commit, 0), []);
    }
}
