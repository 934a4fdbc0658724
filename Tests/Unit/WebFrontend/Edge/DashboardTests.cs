using System.Net;
using Microsoft.AspNetCore.Http;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend.Edge;

public sealed class DashboardTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:8080", true)]
    [InlineData("127.0.0.1", "127.0.0.1:8080", true)]
    [InlineData("::1", "[::1]:8080", true)]
    [InlineData("::ffff:127.0.0.1", "localhost", true)]
    [InlineData("192.0.2.1", "localhost:8080", false)]
    [InlineData("10.0.0.5", "10.0.0.9:8080", false)]
    [InlineData("127.0.0.1", "rebound.example:8080", false)]
    [InlineData("127.0.0.1", "", false)]
    [InlineData(null, "localhost:8080", false)]
    public void The_dashboard_answers_this_machine_only(string? from, string host, bool allowed)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        context.Request.Host = new HostString(host);
        Assert.Equal(allowed, DashboardHosting.IsFromThisMachine(context));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1", false)]
    [InlineData("Forwarded", "for=192.0.2.1", false)]
    [InlineData("X-Real-IP", "192.0.2.1", false)]
    [InlineData("Via", "1.1 proxy", false)]
    [InlineData("X-Forwarded-Server", "proxy", false)]
    [InlineData("x-forwarded", "for=192.0.2.1", false)]
    [InlineData("CF-Connecting-IP", "192.0.2.1", false)]
    [InlineData("True-Client-IP", "192.0.2.1", false)]
    [InlineData("X-Amzn-Trace-Id", "Root=1", true)]
    [InlineData("Referer", "http://pulse.example/dashboard/", false)]
    [InlineData("Referer", "http://localhost:8080/dashboard/", true)]
    public void A_proxy_on_this_machine_cannot_open_it_to_others(string header, string value, bool allowed)
    {
        var context = Local();
        context.Request.Headers[header] = value;
        Assert.Equal(allowed, DashboardHosting.IsFromThisMachine(context));
    }

    [Fact]
    public void A_link_from_another_site_opens_it()
    {
        var context = Local();
        context.Request.Headers.Referer = "https://docs.example/";
        context.Request.Headers["Sec-Fetch-Site"] = "cross-site";
        Assert.True(DashboardHosting.IsFromThisMachine(context));
    }

    [Fact]
    public void A_proxy_that_says_nothing_shows_by_its_protocol()
    {
        var context = Local();
        context.Request.Protocol = "HTTP/1.0";
        Assert.False(DashboardHosting.IsFromThisMachine(context));
    }

    private static DefaultHttpContext Local()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Host = new HostString("localhost:8080");
        return context;
    }
}
