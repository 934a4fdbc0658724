using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend;

public sealed class FairLimitTests
{
    private readonly FairLimit<string> places = new(100);

    [Fact]
    public void A_tenant_with_many_listeners_leaves_places_to_others()
    {
        Assert.Equal(75, Fill("acme"));
        Assert.Equal(18, Fill("bolt"));
        Assert.True(places.TryEnter("core"));
        Assert.Equal(94, places.Taken);
    }

    [Fact]
    public void Tenants_without_a_listener_take_the_last_places()
    {
        Fill("acme");
        for (var tenant = 75; tenant < 100; tenant++) Assert.True(places.TryEnter($"tenant-{tenant}"));
        Assert.False(places.TryEnter("late"));
    }

    [Fact]
    public void A_place_that_is_given_back_can_be_taken_again()
    {
        Fill("acme");
        places.Leave("acme");
        Assert.True(places.TryEnter("acme"));
        Assert.False(places.TryEnter("acme"));
    }

    private int Fill(string tenant)
    {
        var entered = 0;
        while (places.TryEnter(tenant)) entered++;
        return entered;
    }
}
