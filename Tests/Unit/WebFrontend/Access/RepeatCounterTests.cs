using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class RepeatCounterTests
{
    [Fact]
    public void The_first_of_a_kind_is_logged_and_the_others_are_counted()
    {
        var counter = new RepeatCounter<string>(maxKinds: 10);
        Assert.Equal(1, Enumerable.Range(0, 1_000).Count(_ => counter.IsFirst("a")));
        Assert.True(counter.IsFirst("b"));
        var (repeated, others) = counter.Drain();
        Assert.Equal((KeyValuePair.Create("a", 999L), 0), (repeated.Single(), others));
        Assert.Empty(counter.Drain().Repeated);
        Assert.True(counter.IsFirst("a"));
    }

    [Fact]
    public void Kinds_beyond_the_maximum_are_counted_together()
    {
        var counter = new RepeatCounter<int>(maxKinds: 10);
        Assert.Equal(10, Enumerable.Range(0, 1_000).Count(counter.IsFirst));
        var (repeated, others) = counter.Drain();
        Assert.Empty(repeated);
        Assert.Equal(990, others);
    }
}
