using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;

namespace RetailPulse.Tests.Unit.Grains.Webhooks;

public sealed class WebhookPlacesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly WebhookPlaces places = new();

    [Fact]
    public void Hundreds_of_hanging_receivers_leave_room_for_another_tenant()
    {
        var held = Enumerable.Range(0, 700).Sum(number => places.Take(new Receiver("hanging", $"{number}.example")).Count);
        Assert.Equal(WebhookPlaces.Most * 3 / 4, held);
        Assert.Equal(WebhookPlaces.MostPerReceiver, places.Take(new Receiver("prompt", "receiver.example")).Count);
    }

    [Fact]
    public void A_receiver_that_one_tenant_keeps_busy_is_not_busy_for_another()
    {
        var receiver = new Receiver("hanging", "shared.example");
        Assert.Equal(WebhookPlaces.MostPerReceiver, places.Take(receiver).Count);
        Assert.Empty(places.Take(receiver));
        Assert.Equal([receiver], places.Busy);
        Assert.NotEmpty(places.Take(new Receiver("prompt", "shared.example")));
    }

    [Fact]
    public void Released_permits_can_be_acquired_again()
    {
        var receiver = new Receiver("a", "a.example");
        foreach (var place in places.Take(receiver)) place.Dispose();
        Assert.Empty(places.Busy);
        Assert.Equal(WebhookPlaces.MostPerReceiver, places.Take(receiver).Count);
    }

    [Fact]
    public void The_tenant_with_the_fewest_attempts_in_flight_comes_first()
    {
        places.Take(new Receiver("many", "many.example"));
        NextDelivery many = new(new Receiver("many", "other.example"), Noon), late = new(new Receiver("late", "late.example"), Noon.AddSeconds(2)), soon = new(new Receiver("soon", "soon.example"), Noon.AddSeconds(1));
        Assert.Equal([soon, late, many], places.Order([many, late, soon]));
    }
}
