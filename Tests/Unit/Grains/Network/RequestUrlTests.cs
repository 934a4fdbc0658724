using RetailPulse.Grains.Network;

namespace RetailPulse.Tests.Unit.Grains.Network;

public sealed class RequestUrlTests
{
    [Theory]
    [InlineData("http://a.example/%41%7e%2F?x=%41&y=a+b%zz", "http://a.example/%41%7e%2F?x=%41&y=a+b%zz")]
    [InlineData("https://A.example:443/a//b;c=d/e'f(1)*?", "https://a.example/a//b;c=d/e'f(1)*?")]
    [InlineData("HTTP://a.example:8080?x", "http://a.example:8080/?x")]
    [InlineData("http://a.example", "http://a.example/")]
    [InlineData(" http://a.example/1.jpg ", "http://a.example/1.jpg")]
    [InlineData("http://a.example/1.jpg#part?x", "http://a.example/1.jpg")]
    [InlineData(@"http://a.example\b\c?d\e", @"http://a.example/b/c?d%5Ce")]
    [InlineData("http://a.example/a b/ü/图?q=ö\"<>", "http://a.example/a%20b/%C3%BC/%E5%9B%BE?q=%C3%B6%22%3C%3E")]
    [InlineData("http://a.example/😀", "http://a.example/%F0%9F%98%80")]
    [InlineData("http://a.example/a/../b/./c/%2e%2E/d", "http://a.example/b/d")]
    [InlineData("http://a.example/../../a/..", "http://a.example/")]
    [InlineData("http://a.example/a/...b/.c/d%2ejpg", "http://a.example/a/...b/.c/d%2ejpg")]
    [InlineData("http://a.example/?x=../y/./z", "http://a.example/?x=../y/./z")]
    [InlineData("HTTPS://B.example/%2Fa?[b]=@&c='/.'", "https://b.example/%2Fa?[b]=@&c='/.'")]
    [InlineData("http://b.example/a?/..", "http://b.example/a?/..")]
    public void A_url_is_requested_as_it_was_written(string url, string requested)
    {
        var parsed = RequestUrl.Parse(url)!;
        Assert.Equal(requested, parsed.AbsoluteUri);
        Assert.Equal(requested, parsed.GetLeftPart(UriPartial.Authority) + parsed.PathAndQuery);
        Assert.Equal(requested, RequestUrl.Parse(parsed.AbsoluteUri)!.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/c")]
    [InlineData("http://")]
    [InlineData("http:///c")]
    [InlineData("http:a.example/c")]
    [InlineData("ftp://a.example/c")]
    [InlineData("http://[::1")]
    [InlineData("http://a.example:99999/")]
    public void What_is_not_a_url_is_not_parsed(string url) => Assert.Null(RequestUrl.Parse(url));

    [Theory]
    [InlineData("/%41?x=%7e", "https://shop.example/%41?x=%7e")]
    [InlineData("c%2Fd", "https://shop.example/a/c%2Fd")]
    [InlineData("../c", "https://shop.example/c")]
    [InlineData(".", "https://shop.example/a/")]
    [InlineData("?size=2", "https://shop.example/a/%62?size=2")]
    [InlineData("", "https://shop.example/a/%62?size=1")]
    [InlineData("//cdn.example/%41", "https://cdn.example/%41")]
    [InlineData("http://cdn.example/%41", "http://cdn.example/%41")]
    [InlineData("/at/10:30", "https://shop.example/at/10:30")]
    [InlineData("c?at=10:30", "https://shop.example/a/c?at=10:30")]
    public void A_location_is_resolved_as_it_was_written(string location, string resolved) =>
        Assert.Equal(resolved, RequestUrl.Resolve(RequestUrl.Parse("https://shop.example/a/%62?size=1")!, location)?.AbsoluteUri);

    [Theory]
    [InlineData(@"\\127.0.0.1\share")]
    [InlineData(@"/\127.0.0.1\share")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http:c")]
    public void What_leads_nowhere_is_not_resolved(string location) =>
        Assert.Null(RequestUrl.Resolve(new Uri("https://shop.example/a"), location));
}
