using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Jobs.Reading;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Reading;

public sealed class ExportPermitsTests
{
    private readonly ExportPermits permits = new();

    [Fact]
    public void Slow_readers_of_one_tenant_leave_exports_for_others()
    {
        for (var job = 1; job <= 6; job++)
            permits.Acquire(new Owner("acme", job));
        Assert.Throws<StorageUnavailableException>(() => permits.Acquire(new Owner("acme", 7)));
        permits.Acquire(new Owner("bolt", 8));
        permits.Acquire(new Owner("core", 9));
    }

    [Fact]
    public void A_released_permit_can_be_acquired_again()
    {
        var held = Enumerable.Range(1, 6).Select(job => permits.Acquire(new Owner("acme", job))).ToList();
        held[0].Dispose();
        permits.Acquire(new Owner("acme", 7));
    }
}
