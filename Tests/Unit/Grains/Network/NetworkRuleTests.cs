using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Network;

namespace RetailPulse.Tests.Unit.Grains.Network;

public sealed class NetworkRuleTests
{
    [Theory]
    [InlineData("10.1.0.0/16", "10.1.0.0/16", null)]
    [InlineData("127.0.0.1/32:9090", "127.0.0.1/32", 9090)]
    [InlineData("0.0.0.0/0", "0.0.0.0/0", null)]
    [InlineData("fd00::/8", "fd00::/8", null)]
    [InlineData("FD00:0::/8", "fd00::/8", null)]
    [InlineData("::1/128:9090", "::1/128", 9090)]
    [InlineData("[fd00::]/8", "fd00::/8", null)]
    [InlineData("[fd00::]/8:443", "fd00::/8", 443)]
    [InlineData("[::1/128]:65535", "::1/128", 65_535)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.0.0.0/104", null)]
    public void A_network_is_read(string text, string network, int? port)
    {
        Assert.True(NetworkRule.TryParse(text, out var allowed));
        Assert.Equal(new NetworkRule(IPNetwork.Parse(network), port), allowed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.1.2.3")]
    [InlineData("10.1.2.3/16")]
    [InlineData("10.1.0.0/33")]
    [InlineData("10.1.0.0/-1")]
    [InlineData("10.1.0.0/16:")]
    [InlineData("10.1.0.0/16:0")]
    [InlineData("10.1.0.0/16:65536")]
    [InlineData("10.1.0.0:80/16")]
    [InlineData("10.1.0.0/255.255.0.0")]
    [InlineData(" 10.1.0.0/16")]
    [InlineData("10.1.0.0/16\n")]
    [InlineData("10/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("[10.1.0.0]/16")]
    [InlineData("[fd00::/8")]
    [InlineData("fd00::]/8")]
    [InlineData("[[fd00::]/8]")]
    [InlineData("fd00::1/8")]
    [InlineData("fd00::/129")]
    [InlineData("fe80::%1/10")]
    [InlineData("localhost/32")]
    [InlineData("*")]
    public void What_is_no_network_or_could_be_two_is_named_at_start(string text)
    {
        Assert.False(NetworkRule.TryParse(text, out _));
        var check = new NetworksValidator<ImagesOptions>(ImagesOptions.Section, new ConfigurationBuilder().Build());
        var allowed = check.Validate(Options.DefaultName, new ImagesOptions { AllowedNetworks = ["10.0.0.0/8", text] });
        Assert.Contains(
            $"RetailPulse:Images:AllowedNetworks has '{text}', which is not a network; write one as ",
            Assert.Single(allowed.Failures!)
        );
        var refused = check.Validate(Options.DefaultName, new ImagesOptions { RefusedNetworks = ["10.0.0.0/8", text] });
        Assert.Contains(
            $"RetailPulse:Images:RefusedNetworks has '{text}', which is not a network; write one as ",
            Assert.Single(refused.Failures!)
        );
    }

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.255.255", 80, true)]
    [InlineData("10.1.0.0/16", "10.2.0.0", 80, false)]
    [InlineData("10.1.0.0/16", "10.0.255.255", 80, false)]
    [InlineData("10.1.0.0/16:80", "10.1.0.1", 80, true)]
    [InlineData("10.1.0.0/16:80", "10.1.0.1", 81, false)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.0.1", 80, false)]
    [InlineData("0.0.0.0/0", "::1", 80, false)]
    [InlineData("::ffff:10.1.0.0/112", "::ffff:10.1.0.1", 80, true)]
    [InlineData("::ffff:10.1.0.0/112", "10.1.0.1", 80, false)]
    [InlineData("::1/128:80", "::1", 80, true)]
    [InlineData("::1/128:80", "127.0.0.1", 80, false)]
    public void A_network_opens_exactly_what_it_says(string network, string address, int port, bool opens)
    {
        Assert.True(NetworkRule.TryParse(network, out var allowed));
        Assert.Equal(opens, allowed.Contains(IPAddress.Parse(address), port));
    }
}
