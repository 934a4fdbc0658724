using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

public sealed class ListenerTests
{
    private readonly Listener listener = new(FailureCursor.Start);

    [Fact]
    public void What_waits_is_taken_to_the_end()
    {
        Fail(10_000);
        listener.End(null);
        var (bytes, over) = listener.Take();
        Assert.Equal((10_000, true, false), (bytes.Count, over, listener.Overrun));
        Assert.Equal(10_000, listener.Told.Commit);
    }

    [Fact]
    public async Task Of_so_much_that_failures_had_to_be_left_out_nothing_is_taken_least_of_all_the_end()
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
