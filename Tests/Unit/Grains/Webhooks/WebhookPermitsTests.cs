using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;

namespace RetailPulse.Tests.Unit.Grains.Webhooks;

public sealed class WebhookPermitsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly WebhookPermits permits = new();

    [Fact]
    public void Hundreds_of_hanging_receivers_leave_room_for_another_tenant()
    {
        var held = Enumerable.Range(0, 700).Sum(number => permits.Acquire(new Receiver("hanging", $"{number}.example")).Count);
        Assert.Equal(WebhookPermits.MaxAttempts * 3 / 4, held);
        Assert.Equal(WebhookPermits.MaxPerReceiver, permits.Acquire(new Receiver("prompt", "receiver.example")).Count);
    }

    [Fact]
    public void A_receiver_that_one_tenant_keeps_busy_is_not_busy_for_another()
    {
        var receiver = new Receiver("hanging", "shared.example");
        Assert.Equal(WebhookPermits.MaxPerReceiver, permits.Acquire(receiver).Count);
        Assert.Empty(permits.Acquire(receiver));
        Assert.Equal([receiver], permits.Busy);
        Assert.NotEmpty(permits.Acquire(new Receiver("prompt", "shared.example")));
    }

    [Fact]
    public void Released_permits_can_be_acquired_again()
    {
        var receiver = new Receiver("a", "a.example");
        foreach (var permit in permits.Acquire(receiver))
            permit.Dispose();
        Assert.Empty(permits.Busy);
        Assert.Equal(WebhookPermits.MaxPerReceiver, permits.Acquire(receiver).Count);
    }

    [Fact]
    public void The_tenant_with_the_fewest_attempts_in_flight_comes_first()
    {
        permits.Acquire(new Receiver("many", "many.example"));
        NextDelivery many = new(new Receiver("many", "other.example"), Noon),
            late = new(new Receiver("late", "late.example"), Noon.AddSeconds(2)),
            soon = new(new Receiver("soon", "soon.example"), Noon.AddSeconds(1));
        Assert.Equal([soon, late, many], permits.Order([many, late, soon]));
    }
}
