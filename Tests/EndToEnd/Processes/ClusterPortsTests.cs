using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests what an outsider can reach through a cluster's own ports, in real processes.</summary>
public sealed partial class ClusterPortsTests : IDisposable
{
    private readonly SqliteFolder folder = new();
    private readonly TestAuthority authority = new();
    private readonly TestAuthority other = new();
    private readonly MemberFiles member;
    private readonly int siloPort = FreePorts.Next();
    private readonly int gatewayPort = FreePorts.Next();
    private readonly int probePort = FreePorts.Next();

    public ClusterPortsTests() => member = new MemberFiles(authority);

    private string[] Settings =>
        [
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            $"--RetailPulse:Cluster:SiloPort={siloPort}",
            $"--RetailPulse:Cluster:GatewayPort={gatewayPort}",
            $"--RetailPulse:Cluster:ProbePort={probePort}",
        ];

    public void Dispose()
    {
        folder.Dispose();
        member.Dispose();
    }

    [Fact]
    public async Task An_embedded_front_end_opens_only_its_API_port()
    {
        await using var front = await ProductProcess.StartFrontEndAsync(Settings);
        Assert.Equal([front.Http.BaseAddress!.Authority], await Sockets.ListeningAsync(front));
        Assert.Null(await Stranger.StealSecretAsync(gatewayPort));
        Assert.Contains("Opening no ports of a cluster", front.Output);
    }

    /// <summary>Shows the danger that the other tests must find prevented: an unprotected port requires no key.</summary>
    [Fact]
    public async Task An_unprotected_silo_gives_its_secrets_to_a_stranger_and_says_so_at_start()
    {
        await using var silo = await ProductProcess.StartSiloAsync(Settings);
        Assert.StartsWith("whsec_", await Stranger.StealSecretAsync(gatewayPort));
        Assert.Contains(
            $"Opening the ports of the cluster at 127.0.0.1:{siloPort} and 127.0.0.1:{gatewayPort} without protection",
            silo.Output
        );
    }

    [Fact]
    public async Task A_stranger_without_a_certificate_of_the_authority_is_refused_at_both_ports()
    {
        await using var silo = await ProductProcess.StartSiloAsync([.. Settings, .. member.Settings]);
        await using var front = await ProductProcess.StartFrontEndAsync([
            Settings[0],
            .. member.Settings,
            "--RetailPulse:Cluster:Role=Client",
        ]);
        Assert.Contains("whsec_", await front.Http.GetStringAsync("/api/v1/webhooks/secret"));

        Assert.Null(await Stranger.StealSecretAsync(gatewayPort));
        foreach (var port in (int[])[siloPort, gatewayPort])
        {
            Assert.False((await Handshake.ConnectAsync(port, Handshake.Stranger())).Succeeded);
            Assert.False((await Handshake.ConnectAsync(port, Handshake.Stranger(other.Issue()))).Succeeded);
            Assert.True((await Handshake.ConnectAsync(port, Handshake.Stranger(authority.Issue()))).Succeeded);
        }

        Assert.Contains(
            $"Protecting the ports of the cluster at 127.0.0.1:{siloPort} and 127.0.0.1:{gatewayPort}: mutual TLS",
            silo.Output
        );
        Assert.Contains("Protecting connections to silos: mutual TLS", front.Output);
        Assert.Matches(
            @"Refusing \d+ connection\(s\) to the ports of the cluster without a valid certificate; the last one came from 127\.0\.0\.1:",
            silo.Output
        );
        Assert.Single(Refusals().Matches(silo.Output));
    }

    [Fact]
    public async Task A_front_end_gives_nothing_to_a_silo_of_another_authority()
    {
        using var foreign = new MemberFiles(other);
        await using var silo = await ProductProcess.StartSiloAsync([.. Settings, .. foreign.Settings]);
        await using var front = ProductProcess.Launch(
            "WebFrontend",
            [Settings[0], .. member.Settings, "--RetailPulse:Cluster:Role=Client", "--urls=http://127.0.0.1:0"]
        );
        await Eventually.TrueAsync(
            () => front.Output.Contains("Waiting for a silo", StringComparison.Ordinal),
            "the front end refuses the silo"
        );
        Assert.False(front.Ready.IsCompleted);
    }

    [Fact]
    public async Task A_probe_of_a_port_is_not_reported()
    {
        await using var silo = await ProductProcess.StartSiloAsync([.. Settings, .. member.Settings]);
        for (var probe = 0; probe < 5; probe++)
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, gatewayPort);
        }

        // Connections are handled in order, so this one comes after the probes.
        Assert.False((await Handshake.ConnectAsync(gatewayPort, Handshake.Stranger())).Succeeded);
        await Eventually.TrueAsync(() => Refusals().IsMatch(silo.Output), "the stranger is reported");
        Assert.Contains("Refusing 1 connection(s)", silo.Output);
        Assert.DoesNotContain("Authentication failed", silo.Output);
    }

    [Fact]
    public async Task A_silo_listens_at_its_advertised_address_alone()
    {
        var address = (await Dns.GetHostAddressesAsync(Dns.GetHostName(), AddressFamily.InterNetwork)).FirstOrDefault(found =>
            !IPAddress.IsLoopback(found)
        );
        Assert.SkipUnless(address is not null, "This machine has no address but loopback.");
        await using var silo = await ProductProcess.StartSiloAsync([.. Settings, $"--RetailPulse:Cluster:AdvertisedAddress={address}"]);
        Assert.Equal(
            new[] { $"{address}:{siloPort}", $"{address}:{gatewayPort}", $"{address}:{probePort}" }.Order(),
            await Sockets.ListeningAsync(silo)
        );
        Assert.Null(await Stranger.StealSecretAsync(gatewayPort));
    }

    [GeneratedRegex("Refusing .* connection")]
    private static partial Regex Refusals();
}
