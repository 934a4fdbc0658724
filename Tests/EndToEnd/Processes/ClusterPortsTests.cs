using System.Diagnostics;
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
        await SaysAsync(front, "Opening no ports of a cluster");
    }

    /// <summary>Shows the danger that the other tests must find prevented: an unprotected port requires no key.</summary>
    [Fact]
    public async Task An_unprotected_silo_gives_its_secrets_to_a_stranger_and_says_so_at_start()
    {
        await using var silo = await ProductProcess.StartSiloAsync(Settings);
        Assert.StartsWith("whsec_", await Stranger.StealSecretAsync(gatewayPort));
        await SaysAsync(silo, $"Opening the ports of the cluster at 127.0.0.1:{siloPort} and 127.0.0.1:{gatewayPort} without protection");
    }

    [Fact]
    public async Task A_stranger_without_a_certificate_of_the_authority_is_refused_at_both_ports()
    {
        await using var silo = await ProductProcess.StartSiloAsync([.. Settings, .. member.Settings]);
        var started = Stopwatch.StartNew();
        await using var front = await ProductProcess.StartFrontEndAsync([
            Settings[0],
            .. member.Settings,
            "--RetailPulse:Cluster:Role=Client",
        ]);
        Assert.Contains("whsec_", await front.Http.GetStringAsync("/api/v1/webhooks/secret"));

        Assert.Null(await Stranger.StealSecretAsync(gatewayPort));
        foreach (var port in (int[])[siloPort, gatewayPort])
        {
            Assert.True(await Handshake.IsRefusedAsync(port, Handshake.Stranger()));
            Assert.True(await Handshake.IsRefusedAsync(port, Handshake.Stranger(other.Issue())));
            Assert.True((await Handshake.ConnectAsync(port, Handshake.Stranger(authority.Issue()))).Succeeded);
        }

        await SaysAsync(silo, $"Protecting the ports of the cluster at 127.0.0.1:{siloPort} and 127.0.0.1:{gatewayPort}: mutual TLS");
        await SaysAsync(front, "Protecting connections to silos: mutual TLS");
        await SaysAsync(silo, " connection(s) to the ports of the cluster without a valid certificate; the last one came from 127.0.0.1:");

        // One line a minute, regardless of the number of refusals.
        Assert.InRange(Refusals().Count(silo.Output), 1, 1 + (int)started.Elapsed.TotalMinutes);
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
        Assert.True(await Handshake.IsRefusedAsync(gatewayPort, Handshake.Stranger()));
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

    /// <summary>Waits for a text, because output arrives later than what it reports.</summary>
    private static Task SaysAsync(ProductProcess process, string text) =>
        Eventually.TrueAsync(() => process.Output.Contains(text, StringComparison.Ordinal), text);

    [GeneratedRegex("Refusing .* connection")]
    private static partial Regex Refusals();
}
