using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Cluster;

namespace RetailPulse.Tests.Unit.Silo.Cluster;

public sealed class AdvertisedAddressTests
{
    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("fd00::7")]
    public void An_address_is_itself(string address) =>
        Assert.Equal(
            IPAddress.Parse(address),
            AdvertisedAddress.Resolve(address, _ => throw new InvalidOperationException("nothing to look up"))
        );

    [Theory]
    [InlineData("10.1.2.3", "fd00::7 10.1.2.3 10.1.2.4")]
    [InlineData("fd00::7", "::1 127.0.1.1 fd00::7")]
    [InlineData("127.0.0.1", "::1 127.0.0.1")]
    public void A_name_is_its_first_address_preferably_IPv4_and_not_loopback(string expected, string found) =>
        Assert.Equal(
            IPAddress.Parse(expected),
            AdvertisedAddress.Resolve("silo-1", name => name == "silo-1" ? [.. found.Split(' ').Select(IPAddress.Parse)] : [])
        );

    [Fact]
    public void A_name_without_an_address_is_named()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => AdvertisedAddress.Resolve("silo-1", _ => []));
        Assert.Contains("RetailPulse:Cluster:AdvertisedAddress is 'silo-1', which has no address", refused.Message);
        Assert.Throws<OptionsValidationException>(() => AdvertisedAddress.Resolve("silo-1", _ => throw new SocketException()));
    }
}
