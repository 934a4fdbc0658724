using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Network;
using RetailPulse.Images;
using RetailPulse.Tests.Unit.Grains.Images.Fetching;

namespace RetailPulse.Tests.Unit.Grains.Network;

/// <summary>What settings open and refuse, and that this machine's own addresses are not strangers' to reach.</summary>
public sealed class AddressPolicyTests
{
    private readonly FakeTimeProvider time = new();
    private IPAddress[] own = [];

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("8.8.4.4", false)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.1.9.9", false)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("::ffff:10.1.9.9", false)]
    [InlineData("2001:4860:4860::8888", false)]
    [InlineData("192.168.1.1", false)]
    public void A_refused_network_is_closed_though_it_is_public_or_allowed(string address, bool opens)
    {
        var gate = Gate(["10.1.0.0/16", "::ffff:10.1.0.0/112"], ["8.8.4.0/24", "10.1.9.0/24", "2001:4860::/32"]);
        Assert.Equal(opens, gate.Allows(IPAddress.Parse(address), 80));
    }

    [Fact]
    public void A_refusal_of_one_port_leaves_the_others_open()
    {
        var gate = Gate([], ["8.8.8.8/32:25"]);
        Assert.Equal((false, true), (gate.Allows(IPAddress.Parse("8.8.8.8"), 25), gate.Allows(IPAddress.Parse("8.8.8.8"), 443)));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    public void A_public_address_of_this_machine_is_closed_unless_it_is_allowed(string address)
    {
        own = [IPAddress.Loopback, IPAddress.Parse(address)];
        Assert.False(Gate([], []).Allows(IPAddress.Parse(address), 80));
        var network = $"{address}/{(address.Contains(':', StringComparison.Ordinal) ? 128 : 32)}:80";
        Assert.True(Gate([network], []).Allows(IPAddress.Parse(address), 80));
        Assert.False(Gate([network], []).Allows(IPAddress.Parse(address), 81));
        Assert.False(Gate([network], []).AllowsEveryone(IPAddress.Parse(address), 80));
        Assert.True(Gate([], []).Allows(IPAddress.Parse("1.1.1.1"), 80));
    }

    /// <summary>The system ignores a zone of a global address, and reaches the same interface.</summary>
    [Theory]
    [InlineData("2600:1234::1%5")]
    [InlineData("2600:1234::1%255")]
    [InlineData("2600:1234::2%5")]
    public void A_zone_does_not_open_an_address_of_this_machine(string address)
    {
        own = [IPAddress.Parse("2600:1234::1")];
        Assert.False(Gate([], []).Allows(IPAddress.Parse(address), 80));
        Assert.False(Gate([], []).AllowsEveryone(IPAddress.Parse(address), 80));
        Assert.True(Gate([], []).Allows(IPAddress.Parse("2600:1234::2"), 80));
    }

    [Fact]
    public void An_address_that_an_interface_gets_later_is_closed_within_ten_seconds()
    {
        var gate = Gate([], []);
        Assert.True(gate.Allows(IPAddress.Parse("8.8.8.8"), 80));
        own = [IPAddress.Parse("8.8.8.8")];
        time.Advance(OwnAddresses.Lifetime);
        Assert.False(gate.Allows(IPAddress.Parse("8.8.8.8"), 80));
        own = [];
        time.Advance(OwnAddresses.Lifetime);
        Assert.True(gate.Allows(IPAddress.Parse("8.8.8.8"), 80));
    }

    [Fact]
    public void Interfaces_that_cannot_be_read_again_stay_closed()
    {
        own = [IPAddress.Parse("8.8.8.8")];
        var addresses = new OwnAddresses(() => own.Length > 0 ? own : throw new NetworkInformationException(), time);
        own = [];
        time.Advance(OwnAddresses.Lifetime);
        Assert.True(addresses.Contain(IPAddress.Parse("8.8.8.8")));
    }

    [Fact]
    public void The_interfaces_of_this_machine_are_read() => Assert.Contains(IPAddress.Loopback, OwnAddresses.ReadInterfaces());

    [Fact]
    public async Task An_image_of_a_name_that_leads_to_this_machine_is_refused()
    {
        await using var server = HostileServer.Start();
        var names = new FakeNames { Answer = (_, _) => ["8.8.8.8"] };
        using var fetcher = Fetchers.Of(new ImagesOptions { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, names, own: ["8.8.8.8"]);
        Assert.Equal(ImageReason.RefusedAddress, await fetcher.ReasonOfAsync(new Uri($"http://images.example:{server.Port}/sound")));
    }

    private AddressPolicy Gate(string[] allowed, string[] refused) =>
        new(new ImagesOptions { AllowedNetworks = allowed, RefusedNetworks = refused }, new OwnAddresses(() => own, time));
}
