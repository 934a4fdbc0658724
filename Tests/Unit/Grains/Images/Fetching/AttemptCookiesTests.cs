using System.Net;
using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

public sealed class AttemptCookiesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);

    private readonly AttemptCookies cookies = new();

    [Fact]
    public void A_cookie_goes_back_to_its_host()
    {
        Assert.True(Take("https://a.example/x/1", "pass=1; Path=/", "size=big; path=/x; HttpOnly; SameSite=Lax"));
        Assert.Equal("size=big; pass=1", For("https://a.example/x/2"));
        Assert.Equal("pass=1", For("http://a.example/"));
    }

    [Theory]
    [InlineData("https://b.example/x")]
    [InlineData("https://www.a.example/x")]
    [InlineData("https://example/x")]
    public void A_cookie_goes_to_no_other_host(string url)
    {
        Take("https://a.example/x", "pass=1; Domain=example; Path=/");
        Assert.Null(For(url));
    }

    [Theory]
    [InlineData("pass=1; Path=/x", "/x", true)]
    [InlineData("pass=1; Path=/x", "/x/y", true)]
    [InlineData("pass=1; Path=/x", "/xy", false)]
    [InlineData("pass=1; Path=/x/", "/x", false)]
    [InlineData("pass=1", "/album/2.jpg", true)]
    [InlineData("pass=1", "/other", false)]
    [InlineData("pass=1; Path=", "/album", true)]
    public void A_path_bounds_a_cookie(string field, string path, bool sent)
    {
        Take("https://a.example/album/1.jpg?x=/y/z", field);
        Assert.Equal(sent ? "pass=1" : null, For($"https://a.example{path}"));
    }

    [Fact]
    public void A_secure_cookie_stays_on_https()
    {
        Take("https://a.example/", "pass=1; Secure");
        Assert.False(Take("http://a.example/", "other=1; Secure"));
        Assert.Null(For("http://a.example/"));
        Assert.Equal("pass=1", For("https://a.example/"));
    }

    [Theory]
    [InlineData("pass=; Max-Age=0")]
    [InlineData("pass=; Max-Age=-1; Expires=Wed, 21 Oct 2099 07:28:00 GMT")]
    [InlineData("pass=; Expires=Wed, 21 Oct 2015 07:28:00 GMT")]
    [InlineData("pass=; expires=Thu, 01-Jan-1970 00:00:01 GMT")]
    public void A_cookie_that_is_over_is_removed(string field)
    {
        Take("https://a.example/", "pass=1; Max-Age=60");
        Assert.True(Take("https://a.example/", field));
        Assert.Null(For("https://a.example/"));
    }

    [Fact]
    public void The_same_cookie_again_is_not_news()
    {
        Assert.True(Take("https://a.example/", "pass=1"));
        Assert.False(Take("https://a.example/", "pass=1"));
        Assert.True(Take("https://a.example/", "pass=2"));
        Assert.Equal("pass=2", For("https://a.example/"));
    }

    [Theory]
    [InlineData("=1")]
    [InlineData("pass")]
    [InlineData("")]
    [InlineData("pass=ü")]
    [InlineData("pass=a\tb")]
    public void What_is_not_a_cookie_is_ignored(string field) => Assert.False(Take("https://a.example/", field));

    [Fact]
    public void Cookies_are_few_and_short()
    {
        Assert.False(Take("https://a.example/", $"pass={new string('x', 4096)}"));
        Take("https://a.example/", [.. Enumerable.Range(0, 100).Select(at => $"c{at}=1")]);
        Assert.Equal(20, For("https://a.example/")!.Split("; ").Length);
    }

    private bool Take(string url, params string[] fields)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Found);
        response.Headers.TryAddWithoutValidation("Set-Cookie", fields);
        return cookies.Store(new Uri(url), response, Now);
    }

    private string? For(string url) => cookies.For(new Uri(url));
}
