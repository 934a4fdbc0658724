using System.Net;
using Microsoft.AspNetCore.Http;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend.Edge;

public sealed class HostNamesTests
{
    private static readonly IPAddress Local = IPAddress.Parse("::ffff:10.1.2.3");

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:8080", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.nip.example", false)]
    [InlineData("evil.localhost", false)]
    [InlineData("0.0.0.0:8080", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("[::ffff:10.1.2.3]", false)]
    [InlineData("", false)]
    public void Without_keys_only_loopback_names_are_allowed(string host, bool allowed) =>
        Assert.Equal(allowed, new HostNames(null).Allow(new HostString(host), withoutKeys: true, Local));

    [Theory]
    [InlineData("pulse.example", "pulse.example:8080", true)]
    [InlineData("pulse.example", "PULSE.example", true)]
    [InlineData("pulse.example", "localhost", true)]
    [InlineData("pulse.example", "a.pulse.example", false)]
    [InlineData("*.pulse.example", "a.pulse.example", true)]
    [InlineData("*.pulse.example", "pulse.example", false)]
    [InlineData("pulse.example; 10.1.2.3", "10.1.2.3:80", true)]
    [InlineData("bücher.example", "xn--bcher-kva.example", true)]
    [InlineData("*", "evil.example", true)]
    public void Configured_names_are_allowed(string setting, string host, bool allowed) =>
        Assert.Equal(allowed, new HostNames(setting).Allow(new HostString(host), withoutKeys: true, Local));

    [Theory]
    [InlineData(null, "evil.example", true)]
    [InlineData("pulse.example", "evil.example", false)]
    [InlineData("pulse.example", "10.1.2.3:8080", true)]
    [InlineData("pulse.example", "10.1.2.4", false)]
    public void With_keys_names_are_checked_where_some_are_configured(string? setting, string host, bool allowed) =>
        Assert.Equal(allowed, new HostNames(setting).Allow(new HostString(host), withoutKeys: false, Local));

    [Fact]
    public void A_host_that_the_service_listens_at_is_its_own_name()
    {
        var names = new HostNames(null, "10.1.2.3", "shop.example");
        Assert.True(names.Allow(new HostString("10.1.2.3:8080"), withoutKeys: true, Local));
        Assert.True(names.Allow(new HostString("shop.example"), withoutKeys: true, Local));
        Assert.False(names.Allow(new HostString("evil.example"), withoutKeys: true, Local));
    }

    [Theory]
    [InlineData("https://pulse.example")]
    [InlineData("pulse.example:8080")]
    [InlineData("pulse.example/path")]
    [InlineData("a.example,b.example")]
    [InlineData("localhost;*x.example")]
    public void A_wrong_name_is_reported(string setting) => Assert.Contains("which is not a host name", HostNames.Problem(setting));

    [Theory]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("pulse.example;*.pulse.example;10.0.0.1;[::1]")]
    public void A_sound_setting_is_not_reported(string? setting) => Assert.Null(HostNames.Problem(setting));
}
