using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class FairLimitTests
{
    private readonly FairLimit<string> permits = new(100);

    [Fact]
    public void A_tenant_with_many_listeners_leaves_permits_to_others()
    {
        Assert.Equal(75, Fill("acme"));
        Assert.Equal(18, Fill("bolt"));
        Assert.True(permits.TryAcquire("core"));
        Assert.Equal(94, permits.InUse);
    }

    [Fact]
    public void Tenants_without_a_listener_take_the_last_permits()
    {
        Fill("acme");
        for (var tenant = 75; tenant < 100; tenant++)
            Assert.True(permits.TryAcquire($"tenant-{tenant}"));
        Assert.False(permits.TryAcquire("late"));
    }

    [Fact]
    public void A_place_that_is_given_back_can_be_taken_again()
    {
        Fill("acme");
        permits.Release("acme");
        Assert.True(permits.TryAcquire("acme"));
        Assert.False(permits.TryAcquire("acme"));
    }

    private int Fill(string tenant)
    {
        var entered = 0;
        while (permits.TryAcquire(tenant))
            entered++;
        return entered;
    }
}
