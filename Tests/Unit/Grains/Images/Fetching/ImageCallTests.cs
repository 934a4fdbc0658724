using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

public sealed class ImageCallTests
{
    private readonly FairPermits slots = new(2);

    [Fact]
    public async Task A_free_slot_goes_to_the_tenant_that_holds_the_fewest()
    {
        using var first = Call("many", job: 1);
        using var second = Call("many", job: 2);
        using var third = Call("many", job: 3);
        using var other = Call("few", job: 4);
        await first.AcquireSlotAsync(CancellationToken.None);
        await second.AcquireSlotAsync(CancellationToken.None);
        var waiting = third.AcquireSlotAsync(CancellationToken.None).AsTask();
        var served = other.AcquireSlotAsync(CancellationToken.None).AsTask();
        first.Dispose();
        await served.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(waiting.IsCompleted);
        second.Dispose();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stall_that_is_noticed_after_the_body_does_not_release_the_slot()
    {
        using var call = Call("one", job: 1);
        await call.AcquireSlotAsync(CancellationToken.None);
        call.EndRequest(ImageAttempt.Failed(ImageReason.Corrupt));
        call.Stall();
        Assert.Equal(1, slots.Free);
        call.LeaveSlot();
        Assert.Equal(2, slots.Free);
    }

    [Fact]
    public async Task A_stall_releases_the_slot_until_the_body_is_complete()
    {
        using var call = Call("one", job: 1);
        await call.AcquireSlotAsync(CancellationToken.None);
        call.Stall();
        Assert.Equal((2, false), (slots.Free, call.NeedsSlot));
        await call.AcquireSlotAsync(CancellationToken.None);
        Assert.Equal(1, slots.Free);
    }

    private ImageCall Call(string tenant, long job) =>
        new(slots, new Owner(tenant, job), new ImageTurn(0), new Uri("http://a.example/"), TimeSpan.FromSeconds(1), Unheard.Images);
}
