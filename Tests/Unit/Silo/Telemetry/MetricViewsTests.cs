using System.Diagnostics.Metrics;
using RetailPulse.Silo.Telemetry;

namespace RetailPulse.Tests.Unit.Silo.Telemetry;

public sealed class MetricViewsTests
{
    [Theory]
    [InlineData("RetailPulse", 1_000)]
    [InlineData("System.Net.Http", 200)]
    [InlineData("Microsoft.Orleans", 200)]
    [InlineData("System.Runtime", 200)]
    public void Memory_is_reserved_for_few_combinations_of_attributes(string meter, int limit)
    {
        using var instruments = new Meter(meter);
        Assert.Equal(limit, MetricViews.Of(instruments.CreateCounter<long>("some"))!.CardinalityLimit);
    }

    [Fact]
    public void Requests_keep_the_default_because_they_have_many_routes()
    {
        using var instruments = new Meter("Microsoft.AspNetCore.Hosting");
        Assert.Null(MetricViews.Of(instruments.CreateHistogram<double>("http.server.request.duration")));
    }
}
