using System.Net;
using Microsoft.AspNetCore.Http;
using RetailPulse.Web;

namespace RetailPulse.Tests.WebFrontend;

public sealed class DashboardTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:8080", 200)]
    [InlineData("127.0.0.1", "127.0.0.1:8080", 200)]
    [InlineData("::1", "[::1]:8080", 200)]
    [InlineData("::ffff:127.0.0.1", "localhost", 200)]
    [InlineData("192.0.2.1", "localhost:8080", 403)]
    [InlineData("10.0.0.5", "10.0.0.9:8080", 403)]
    [InlineData("127.0.0.1", "rebound.example:8080", 403)]
    [InlineData("127.0.0.1", "", 403)]
    [InlineData(null, "localhost:8080", 403)]
    public async Task The_dashboard_answers_this_machine_only(string? from, string host, int status)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        context.Request.Host = new HostString(host);
        await FrontEndHosting.RefuseStrangersAsync(context, _ => Task.CompletedTask);
        Assert.Equal(status, context.Response.StatusCode);
    }
}
