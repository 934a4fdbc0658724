using System.Net;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Network;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

/// <summary>No URL, redirect, or name leads to an address that is not allowed.</summary>
public sealed class RefusedAddressTests : IAsyncDisposable
{
    /// <summary>A public address of this machine.</summary>
    private const string Own = "2600:1234::1";

    private readonly Canary canary = new();
    private readonly HostileServer server;
    private readonly FakeNames names = new();
    private readonly HttpImageFetcher fetcher;

    public RefusedAddressTests()
    {
        // The same port, so that only the address tells the server, which is open, from the canary.
        server = HostileServer.Start("127.0.0.2", canary.Port);
        fetcher = Fetchers.Of(new ImagesOptions { AllowedNetworks = [server.AsAllowedNetwork] }, names, own: [Own]);
    }

    /// <summary>Ways to write this machine's loopback addresses, and a public one.</summary>
    public static TheoryData<string> Hosts =>
        [
            "127.0.0.1",
            "0177.0.0.1",
            "00000177.0.0.1",
            "017700000001",
            "2130706433",
            "0x7f.1",
            "0x7f000001",
            "0x7F.0x0.0x0.0x1",
            "127.1",
            "127.0.1",
            "0",
            "0.0.0.0",
            "127.0.0.1.",
            "localhost",
            "localhost.",
            "LOCALHOST",
            "rebind.example",
            "127.0.0.1.example",
            "xn--example",
            "127。0。0。1",
            "１２７.０.０.１",
            "①②⑦.⓪.⓪.①",
            "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
            "loca\u00adlhost",
            "[::1]",
            "[::]",
            "[0:0:0:0:0:0:0:1]",
            "[::1%25lo]",
            "[fe80::1%251]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:127.0.0.2]",
            "[::127.0.0.1]",
            "[::ffff:0:127.0.0.1]",
            "[64:ff9b::127.0.0.1]",
            "[64:ff9b:1::127.0.0.1]",
            "[2002:7f00:1::]",
            "[fe80::5efe:127.0.0.1]",
            $"[{Own}]",
            $"[{Own}%255]",
            $"[{Own}%25eth0]",
        ];

    public async ValueTask DisposeAsync()
    {
        fetcher.Dispose();
        await server.DisposeAsync();
        canary.Dispose();
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task No_way_of_writing_a_host_leads_to_this_machine(string host)
    {
        // Names, too, all lead to the canary.
        names.Answer = (_, _) => ["127.0.0.1"];
        Assert.Equal(ImageReason.RefusedAddress, await fetcher.ReasonOfAsync(Canary(host)));
        Assert.Equal(ImageReason.RefusedAddress, await fetcher.ReasonOfAsync(server.To($"http://{host}:{canary.Port}/")));
        Assert.False(canary.Touched);
    }

    [Fact]
    public async Task The_system_s_own_names_lead_nowhere_either()
    {
        var system = new SystemNameResolver(Dns.GetHostAddresses, TimeProvider.System);
        using var real = Fetchers.Allowing(server.AsAllowedNetwork, system);
        Assert.Equal(ImageReason.RefusedAddress, await real.ReasonOfAsync(Canary("localhost")));
        Assert.False(canary.Touched);
    }

    [Fact]
    public async Task A_name_that_turns_private_gains_nothing_by_it()
    {
        names.Answer = (_, time) => time == 1 ? ["127.0.0.2"] : ["127.0.0.1"];
        Assert.Equal(ImageReason.None, await fetcher.ReasonOfAsync(new Uri($"http://rebind.example:{canary.Port}/sound")));
        Assert.Equal(1, names.Asked("rebind.example"));
        Assert.Equal(ImageReason.RefusedAddress, await fetcher.ReasonOfAsync(new Uri($"http://rebind.example:{canary.Port}/sound")));
        Assert.False(canary.Touched);
    }

    [Fact]
    public async Task A_name_that_turns_private_between_two_hops_gains_nothing_by_it()
    {
        names.Answer = (_, time) => time == 1 ? ["127.0.0.2"] : ["127.0.0.1"];
        Assert.Equal(ImageReason.RefusedAddress, await fetcher.ReasonOfAsync(new Uri($"http://rebind.example:{canary.Port}/redirect/302")));
        Assert.False(canary.Touched);
    }

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.2")]
    [InlineData("127.0.0.2", "::1")]
    [InlineData("127.0.0.2", "10.0.0.1", "127.0.0.2")]
    public async Task One_refused_address_of_a_name_refuses_them_all(params string[] addresses)
    {
        names.Answer = (_, _) => addresses;
        Assert.Equal(ImageReason.RefusedAddress, await fetcher.ReasonOfAsync(Canary("mixed.example")));
        Assert.False(canary.Touched);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task An_allowed_network_opens_its_addresses_and_no_other_port()
    {
        Assert.Equal(ImageReason.None, await fetcher.ReasonOfAsync(server.At("/sound")));
        await using var other = HostileServer.Start("127.0.0.2");
        Assert.Equal(ImageReason.RefusedAddress, await fetcher.ReasonOfAsync(other.At("/sound")));
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Without_a_setting_loopback_is_refused()
    {
        using var closed = Fetchers.Of(new ImagesOptions());
        Assert.Equal(ImageReason.RefusedAddress, await closed.ReasonOfAsync(server.At("/sound")));
        Assert.Equal(0, server.Connections);
    }

    private Uri Canary(string host) => new($"http://{host}:{canary.Port}/");
}
