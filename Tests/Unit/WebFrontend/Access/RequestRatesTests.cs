using System.Net;
using Microsoft.AspNetCore.Http;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class RequestRatesTests : IDisposable
{
    private readonly RequestRates limits = new();

    public void Dispose() => limits.Dispose();

    [Fact]
    public void A_caller_beyond_its_burst_must_wait()
    {
        var caller = Of(new RequestRate(PerSecond: 1, Burst: 3));
        for (var i = 0; i < 3; i++)
            Assert.Null(Refuse(caller, null));

        // The bucket fills by one each second, which a loop of thirty does not outlast.
        Assert.Contains(Enumerable.Range(0, 30).Select(_ => Refuse(caller, null)), seconds => seconds is 1);
        Assert.Null(Refuse(Of(new RequestRate(1, 1)), null));
    }

    [Fact]
    public void A_caller_without_a_rate_may_come_as_often_as_it_likes() =>
        Assert.All(Enumerable.Repeat(Of(null), 10_000), caller => Assert.Null(Refuse(caller, null)));

    [Fact]
    public void Without_keys_each_client_address_has_its_own_rate()
    {
        var anybody = new Caller("none", "default", Role.Admin, scope: null, new RequestRate(PerSecond: 1, Burst: 1), quota: null);
        Assert.Null(Refuse(anybody, IPAddress.Parse("192.0.2.1")));
        Assert.Contains(Enumerable.Range(0, 30).Select(_ => Refuse(anybody, IPAddress.Parse("::ffff:192.0.2.1"))), seconds => seconds is 1);
        Assert.Null(Refuse(anybody, IPAddress.Parse("192.0.2.2")));
        Assert.Null(Refuse(anybody, IPAddress.Parse("2001:db8::1")));
        Assert.Contains(
            Enumerable.Range(2, 30).Select(host => Refuse(anybody, IPAddress.Parse($"2001:db8::{host:x}"))),
            seconds => seconds is 1
        );
    }

    [Theory]
    [InlineData(5, 3, 1)]
    [InlineData(5, 4, 0)]
    [InlineData(5, 100, 0)]
    [InlineData(1, 100, 0)]
    public void A_request_that_counts_as_more_takes_at_most_a_full_bucket(int burst, int further, int left)
    {
        var caller = Of(new RequestRate(PerSecond: 1, burst));
        Assert.Null(Refuse(caller, null));
        var standing = limits.TakeFurther(caller, null, further)!;
        Assert.Null(standing.RetryAfter);

        // The bucket fills by one each second.
        Assert.InRange(standing.Remaining, left, left + 1);
        Assert.Null(limits.TakeFurther(Of(null), null, further));
    }

    [Fact]
    public void Retry_After_covers_all_that_a_request_counts_as()
    {
        var caller = Of(new RequestRate(PerSecond: 1, Burst: 20));
        Assert.Null(Refuse(caller, null));
        Assert.Null(limits.TakeFurther(caller, null, 100)!.RetryAfter);
        var refused = limits.TakeFurther(caller, null, 9)!;
        Assert.Equal((int?)(10 - refused.Remaining), refused.RetryAfter);
    }

    [Fact]
    public void A_caller_learns_its_remaining_requests_and_the_reset_time()
    {
        var caller = Of(new RequestRate(PerSecond: 2, Burst: 5));
        Assert.Equal(("\"requests\";q=5;w=3", "\"requests\";r=5;t=0"), Written(limits.Peek(caller, null)!));
        Assert.Equal(("\"requests\";q=5;w=3", "\"requests\";r=4;t=1"), Written(limits.Take(caller, null)!));
        Assert.Null(limits.Peek(Of(null), null));
    }

    [Fact]
    public void Nothing_is_left_of_a_refused_request() =>
        Assert.Equal(("\"requests\";q=1;w=1", "\"requests\";r=0;t=2"), Written(new RateStanding(new RequestRate(1, 1), 0, RetryAfter: 2)));

    private static (string? Policy, string? Standing) Written(RateStanding standing)
    {
        var headers = new HeaderDictionary();
        standing.Write(headers);
        return (headers[RateStanding.PolicyHeader], headers[RateStanding.Header]);
    }

    private int? Refuse(Caller caller, IPAddress? address) => limits.Take(caller, address)?.RetryAfter;

    private static Caller Of(RequestRate? rate) => new("key", "acme", Role.Read, "acme", rate, null);
}
