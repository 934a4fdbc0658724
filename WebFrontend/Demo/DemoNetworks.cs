using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Hosting;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.WebFrontend.Demo;

/// <summary>
/// Lets the demo fetch images from this process, whose address would otherwise be refused like all others of this machine.
/// </summary>
internal static class DemoNetworks
{
    private const string Setting = "RetailPulse:Images:AllowedNetworks";

    /// <summary>Allows only the address and port on which this process will listen.</summary>
    public static void AllowOwnAddress(this WebApplicationBuilder builder)
    {
        // A port of 0 would be assigned only when the server runs, which is too late.
        string[] listening = [.. builder.Configuration[WebHostDefaults.ServerUrlsKey]!.Split(';').Select(WithPort)];
        builder.Configuration[WebHostDefaults.ServerUrlsKey] = string.Join(';', listening);

        string[] networks = [.. listening.SelectMany(Of).Distinct()];
        if (SiloHosting.ReadTopology(builder.Configuration).Role == FrontEndRole.Client)
            DemoScreen.ShowWhatSilosNeed(networks.Select((network, i) => $"--{Setting}:{i}={network}"));

        // Separate keys, which cannot hide an entry that is configured elsewhere.
        builder.Configuration.AddInMemoryCollection(
            networks.Select((network, i) => KeyValuePair.Create($"{Setting}:demo{i}", (string?)network))
        );
    }

    /// <summary>
    /// Returns single-address networks by which this machine reaches a server that listens on <paramref name="listening"/>.
    /// </summary>
    public static IEnumerable<string> Of(string listening)
    {
        var called = ListeningAddress.ForThisMachine(listening);
        IPAddress[] addresses = IPAddress.TryParse(called.DnsSafeHost, out var literal)
            ? [literal]
            : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        return addresses.Select(address =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{address}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}:{called.Port}"
            )
        );
    }

    /// <summary>Returns the same address, with a free port in place of 0.</summary>
    public static string WithPort(string listening)
    {
        var bare = listening.TrimEnd('/');
        if (!bare.EndsWith(":0", StringComparison.Ordinal))
            return listening;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return string.Create(CultureInfo.InvariantCulture, $"{bare[..^1]}{((IPEndPoint)free.LocalEndpoint).Port}");
    }
}
