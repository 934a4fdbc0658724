using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend.Edge;

public sealed class ForwardingTests
{
    [Theory]
    [InlineData("10.0.0.5", "10.0.0.5/32")]
    [InlineData("10.1.0.0/16", "10.1.0.0/16")]
    [InlineData("fd00::1", "fd00::1/128")]
    [InlineData("fd00::/8", "fd00::/8")]
    public void An_address_or_network_is_trusted(string text, string network)
    {
        Assert.True(Forwarding.TryParse(text, out var parsed));
        Assert.Equal(network, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("proxy.example")]
    [InlineData("10.1.2.3/16")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10/8")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("10.0.0.0/33")]
    public void What_could_widen_trust_unnoticed_is_refused(string text) => Assert.False(Forwarding.TryParse(text, out _));

    [Fact]
    public void Without_a_trusted_proxy_nothing_is_taken_from_headers()
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
        Forwarding.Configure(forwarded, []);
        Assert.Equal(ForwardedHeaders.None, forwarded.ForwardedHeaders);
    }

    [Theory]
    [InlineData("/pulse", "/pulse")]
    [InlineData("/tools/pulse/", "/tools/pulse")]
    [InlineData("/", "")]
    [InlineData("//evil.example", "")]
    [InlineData("/\\evil.example", "")]
    [InlineData("/a/../b", "")]
    [InlineData("/a?b", "")]
    public async Task A_prefix_that_could_lead_elsewhere_is_dropped(string prefix, string kept)
    {
        var context = new DefaultHttpContext();
        context.Request.PathBase = new PathString(prefix);
        await Forwarding.CheckPrefixAsync(context, _ => Task.CompletedTask);
        Assert.Equal(kept, context.Request.PathBase.Value);
    }
}
