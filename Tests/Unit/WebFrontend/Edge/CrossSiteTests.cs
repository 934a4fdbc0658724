using Microsoft.AspNetCore.Http;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend.Edge;

public sealed class CrossSiteTests
{
    private static readonly HashSet<string> Allowed = ["https://app.example"];

    [Theory]
    [InlineData("POST", null, null, false)]
    [InlineData("POST", "same-origin", "http://localhost:8080", false)]
    [InlineData("POST", "none", null, false)]
    [InlineData("POST", null, "http://localhost:8080", false)]
    [InlineData("POST", null, "http://LOCALHOST:8080", false)]
    [InlineData("POST", "cross-site", null, true)]
    [InlineData("POST", "same-site", "http://localhost:8080", true)]
    [InlineData("POST", "unheard-of", null, true)]
    [InlineData("PUT", null, "http://evil.example", true)]
    [InlineData("PATCH", null, "http://localhost:3000", true)]
    [InlineData("DELETE", null, "null", true)]
    [InlineData("POST", null, "", true)]
    [InlineData("POST", "same-origin", "http://evil.example", true)]
    [InlineData("POST", "cross-site", "https://app.example", false)]
    [InlineData("POST", "cross-site", "http://app.example", true)]
    [InlineData("GET", "cross-site", "http://evil.example", false)]
    [InlineData("HEAD", "cross-site", null, false)]
    [InlineData("OPTIONS", "cross-site", "http://evil.example", false)]
    public void Requests_of_other_sites_pages_change_nothing(string method, string? site, string? origin, bool refused)
    {
        var request = Request(method, "localhost:8080");
        if (site is not null)
            request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null)
            request.Headers.Origin = origin;
        Assert.Equal(refused, CrossSite.Refuses(request, Allowed));
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image", true)]
    [InlineData("same-site", "no-cors", "image", true)]
    [InlineData("cross-site", "cors", "empty", true)]
    [InlineData("cross-site", "navigate", "iframe", true)]
    [InlineData("cross-site", "navigate", "object", true)]
    [InlineData("cross-site", "navigate", "document", false)]
    [InlineData("cross-site", "navigate", null, false)]
    [InlineData("same-origin", "no-cors", "image", false)]
    [InlineData("none", "navigate", "document", false)]
    public void Pages_of_other_sites_may_link_to_this_one_but_embed_nothing(string site, string mode, string? destination, bool refused)
    {
        var request = Request("GET", "localhost:8080");
        request.Headers["Sec-Fetch-Site"] = site;
        request.Headers["Sec-Fetch-Mode"] = mode;
        if (destination is not null)
            request.Headers["Sec-Fetch-Dest"] = destination;
        Assert.Equal(refused, CrossSite.Refuses(request, Allowed));
        request.Headers.Origin = "https://app.example";
        Assert.False(CrossSite.Refuses(request, Allowed));
    }

    [Theory]
    [InlineData("pulse.example", "https://pulse.example", false)]
    [InlineData("pulse.example:443", "https://pulse.example", false)]
    [InlineData("pulse.example", "http://pulse.example:8080", true)]
    public void A_default_port_may_be_left_out(string host, string origin, bool refused)
    {
        var request = Request("POST", host);
        request.Headers.Origin = origin;
        Assert.Equal(refused, CrossSite.Refuses(request, Allowed));
    }

    [Fact]
    public void Two_origins_count_as_none()
    {
        var request = Request("POST", "localhost:8080");
        request.Headers.Origin = new(["http://localhost:8080", "http://evil.example"]);
        Assert.True(CrossSite.Refuses(request, Allowed));
    }

    private static HttpRequest Request(string method, string host)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Host) = (method, new HostString(host));
        return request;
    }
}
