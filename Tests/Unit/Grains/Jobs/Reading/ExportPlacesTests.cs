using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Jobs.Reading;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Reading;

public sealed class ExportPlacesTests
{
    private readonly ExportPlaces places = new();

    [Fact]
    public void Slow_readers_of_one_tenant_leave_exports_for_others()
    {
        for (var job = 1; job <= 6; job++) places.Take(new Owner("acme", job));
        Assert.Throws<StorageUnavailableException>(() => places.Take(new Owner("acme", 7)));
        places.Take(new Owner("bolt", 8));
        places.Take(new Owner("core", 9));
    }

    [Fact]
    public void A_place_that_is_given_back_can_be_taken_again()
    {
        var permits = Enumerable.Range(1, 6).Select(job => places.Take(new Owner("acme", job))).ToList();
        permits[0].Dispose();
        places.Take(new Owner("acme", 7));
    }
}
