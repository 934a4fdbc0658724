using System.Net;
using Orleans.Configuration;
using RetailPulse.Silo.Cluster;

namespace RetailPulse.Tests.Unit.Silo.Cluster;

public sealed class SiloPortsTests
{
    [Theory]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData("127.0.0.2", "", "127.0.0.2")]
    [InlineData("::1", "", "::1")]
    [InlineData("silo-1", "", "127.0.0.3")]
    [InlineData("203.0.113.7", "127.0.0.1", "127.0.0.1")]
    [InlineData("203.0.113.7", "0.0.0.0", "0.0.0.0")]
    public void A_silo_listens_at_its_advertised_address_unless_configured(string advertised, string listen, string expected)
    {
        var topology = new TopologyOptions
        {
            AdvertisedAddress = advertised,
            ListenAddress = listen,
            SiloPort = 0,
            GatewayPort = 0,
        };
        var ports = SiloPorts.Find(topology, _ => [IPAddress.Parse("127.0.0.3")]);
        var endpoint = new EndpointOptions();
        ports.Apply(endpoint);
        Assert.Equal(
            (IPAddress.Parse(expected), endpoint.SiloPort),
            (endpoint.SiloListeningEndpoint!.Address, endpoint.SiloListeningEndpoint.Port)
        );
        Assert.Equal(
            (IPAddress.Parse(expected), endpoint.GatewayPort),
            (endpoint.GatewayListeningEndpoint!.Address, endpoint.GatewayListeningEndpoint.Port)
        );
        Assert.Equal(IPAddress.Parse(expected), ports.Probes.Address);
        Assert.Equal(IPAddress.Parse(advertised == "silo-1" ? "127.0.0.3" : advertised), endpoint.AdvertisedIPAddress);
    }
}
