using System.Net;
using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

public sealed class RedirectsTests
{
    private readonly Redirects redirects = new(new Uri("https://shop.example/a/b?size=1#top"));

    [Theory]
    [InlineData("/c", "https://shop.example/c")]
    [InlineData("c", "https://shop.example/a/c")]
    [InlineData("?size=2", "https://shop.example/a/b?size=2")]
    [InlineData("//cdn.example/c", "https://cdn.example/c")]
    [InlineData("http://shop.example/a/b?size=1", "http://shop.example/a/b?size=1")]
    [InlineData("HTTPS://CDN.example/c#part", "https://cdn.example/c")]
    public void A_location_is_followed(string location, string next) => Assert.Equal(next, redirects.Follow(location)?.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("#elsewhere")]
    [InlineData("https://shop.example/a/b?size=1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://shop.example/c")]
    [InlineData("data:,c")]
    [InlineData("//user@shop.example/c")]
    [InlineData("http://[::1")]
    public void What_leads_nowhere_is_not_followed(string? location) => Assert.Null(redirects.Follow(location));

    [Fact]
    public void Ten_are_followed_and_no_more()
    {
        Assert.All(Enumerable.Range(1, 10), step => Assert.NotNull(redirects.Follow($"/{step}")));
        Assert.Null(redirects.Follow("/11"));
    }

    [Fact]
    public void A_circle_is_left_when_it_closes()
    {
        Assert.NotNull(redirects.Follow("/one"));
        Assert.NotNull(redirects.Follow("/two"));
        Assert.Null(redirects.Follow("/one"));
    }

    [Fact]
    public void A_circle_with_new_cookies_is_followed_up_to_ten()
    {
        Assert.NotNull(redirects.Follow("https://shop.example/a/b?size=1", newCookies: true));
        Assert.Null(redirects.Follow("https://shop.example/a/b?size=1"));
        Assert.All(Enumerable.Range(2, 9), _ => Assert.NotNull(redirects.Follow("https://shop.example/a/b?size=1", newCookies: true)));
        Assert.Null(redirects.Follow("https://shop.example/a/b?size=1", newCookies: true));
    }

    [Theory]
    [InlineData(HttpStatusCode.Moved, true)]
    [InlineData(HttpStatusCode.Found, true)]
    [InlineData(HttpStatusCode.SeeOther, true)]
    [InlineData(HttpStatusCode.TemporaryRedirect, true)]
    [InlineData(HttpStatusCode.PermanentRedirect, true)]
    [InlineData(HttpStatusCode.MultipleChoices, false)]
    [InlineData(HttpStatusCode.NotModified, false)]
    [InlineData(HttpStatusCode.UseProxy, false)]
    [InlineData(HttpStatusCode.OK, false)]
    public void Not_every_3xx_is_a_redirect(HttpStatusCode status, bool redirect) => Assert.Equal(redirect, Redirects.IsRedirect(status));
}
