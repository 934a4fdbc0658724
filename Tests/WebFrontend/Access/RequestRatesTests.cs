using RetailPulse.Web.Access;

namespace RetailPulse.Tests.WebFrontend.Access;

public sealed class RequestRatesTests : IDisposable
{
    private readonly RequestRates limits = new();

    public void Dispose() => limits.Dispose();

    [Fact]
    public void After_its_burst_a_caller_is_told_to_wait()
    {
        var caller = Of(new RequestRate(PerSecond: 1, Burst: 3));
        for (var i = 0; i < 3; i++) Assert.Null(limits.Refuse(caller));

        // The bucket fills by one each second, which a loop of thirty does not outlast.
        Assert.Contains(Enumerable.Range(0, 30).Select(_ => limits.Refuse(caller)), seconds => seconds is 1);
        Assert.Null(limits.Refuse(Of(new RequestRate(1, 1))));
    }

    [Fact]
    public void A_caller_without_a_rate_may_come_as_often_as_it_likes() =>
        Assert.All(Enumerable.Repeat(Of(null), 10_000), caller => Assert.Null(limits.Refuse(caller)));

    private static Caller Of(RequestRate? rate) => new("key", "acme", Role.Read, "acme", rate, null);
}
