using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Network;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

/// <summary>How connections come about, and how many.</summary>
public sealed class ConnectTests
{
    private readonly FakeNames names = new();

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        await using var server = HostileServer.Start("127.0.0.2");
        names.Answer = (_, _) => ["::1", "127.0.0.3", "127.0.0.2"];
        using var fetcher = Fetchers.Of(new ImagesOptions { AllowedNetworks = ["127.0.0.0/8", "::1/128"] }, names);
        Assert.Equal(ImageReason.None, await fetcher.ReasonOfAsync(new Uri($"http://images.example:{server.Port}/sound")));
    }

    [Fact]
    public void An_address_that_failed_is_tried_last_for_a_while()
    {
        var time = new FakeTimeProvider();
        var failed = new FailedAddresses(time);
        IPAddress[] addresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("192.0.2.3")];
        IPAddress[] reordered = [addresses[1], addresses[2], addresses[0]];
        failed.Fail(new IPEndPoint(addresses[0], 80));
        Assert.Equal(reordered, failed.Order(addresses, 80));
        Assert.Equal(addresses, failed.Order(addresses, 81));

        time.Advance(FailedAddresses.Remembered);
        Assert.Equal(addresses, failed.Order(addresses, 80));
        Assert.Equal(reordered, failed.Order(addresses, 80));
        failed.Connect(new IPEndPoint(addresses[0], 80));
        Assert.Equal(addresses, failed.Order(addresses, 80));
    }

    [Fact]
    public void Dead_addresses_do_not_fill_the_memory()
    {
        var time = new FakeTimeProvider();
        var failed = new FailedAddresses(time);
        for (var address = 0; address < 10_000; address++)
            failed.Fail(new IPEndPoint(address, 80));
        Assert.Equal([new IPAddress(9_999), new IPAddress(9_998)], failed.Order([new IPAddress(9_999), new IPAddress(9_998)], 80));
        time.Advance(FailedAddresses.Remembered);
        failed.Fail(new IPEndPoint(9_999, 80));
        Assert.Equal([new IPAddress(9_998), new IPAddress(9_999)], failed.Order([new IPAddress(9_999), new IPAddress(9_998)], 80));
    }

    [Fact]
    public async Task An_address_that_takes_no_connection_is_given_up_in_time()
    {
        using var full = new TcpListener(IPAddress.Loopback, 0);
        full.Start(0);
        var endpoint = (IPEndPoint)full.LocalEndpoint;
        using var first = new TcpClient();
        await first.ConnectAsync(endpoint);

        using var fetcher = Fetchers.Of(
            new ImagesOptions { AllowedNetworks = ["127.0.0.1/32"], ConnectTimeout = TimeSpan.FromMilliseconds(200) }
        );
        Assert.Equal(ImageReason.Connect, await fetcher.ReasonOfAsync(new Uri($"http://{endpoint}/")));
    }

    [Fact]
    public async Task Images_of_one_host_share_its_connections()
    {
        await using var server = HostileServer.Start();
        using var fetcher = Fetchers.Of(new ImagesOptions { AllowedNetworks = [server.AsAllowedNetwork], MaxConnectionsPerHost = 2 });
        var reasons = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => fetcher.ReasonOfAsync(server.At("/keep-alive"))));
        Assert.All(reasons, reason => Assert.Equal(ImageReason.None, reason));
        Assert.InRange(server.Connections, 1, 2);
    }

    [Fact]
    public async Task Refusals_do_not_cost_their_connection()
    {
        await using var server = HostileServer.Start();
        using var fetcher = Fetchers.Allowing(server.AsAllowedNetwork);
        for (var time = 0; time < 5; time++)
            Assert.Equal(ImageReason.Http404, await fetcher.ReasonOfAsync(server.At("/keep-alive/refuses")));
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("/keep-alive")]
    [InlineData("/keep-alive/closes")]
    [InlineData("/keep-alive/dies")]
    [InlineData("/keep-alive/says-too-much")]
    public async Task Connections_that_die_between_two_images_fail_neither(string path)
    {
        await using var server = HostileServer.Start();
        using var fetcher = Fetchers.Allowing(server.AsAllowedNetwork);
        for (var time = 0; time < 10; time++)
            Assert.Equal(ImageReason.None, await fetcher.ReasonOfAsync(server.At(path)));
    }

    [Fact]
    public async Task A_connection_that_is_reset_fails_its_own_image_only()
    {
        await using var server = HostileServer.Start();
        using var fetcher = Fetchers.Allowing(server.AsAllowedNetwork);
        Assert.Equal(ImageReason.None, await fetcher.ReasonOfAsync(server.At("/keep-alive/resets")));
        Assert.Equal(ImageReason.Protocol, await fetcher.ReasonOfAsync(server.At("/keep-alive/resets")));
        Assert.Equal(ImageReason.None, await fetcher.ReasonOfAsync(server.At("/keep-alive/resets")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such.example")]
    public async Task A_name_without_an_address_fails_with_dns(string answer)
    {
        names.Answer = (_, _) => answer.Length > 0 ? throw new SocketException((int)SocketError.TryAgain) : [];
        using var fetcher = Fetchers.Of(new ImagesOptions(), names);
        Assert.Equal(ImageReason.Dns, await fetcher.ReasonOfAsync(new Uri("http://no-such.example/")));
    }
}
