using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RetailPulse.Silo;

namespace RetailPulse.Web.Demo;

/// <summary>Lets the demo's images be fetched from this very process, whose address is refused like every other of this machine otherwise.</summary>
internal static class DemoNetworks
{
    private const string Setting = "RetailPulse:Images:AllowedNetworks";

    /// <summary>Opens the address and port on which this process will listen, and nothing else.</summary>
    public static void AllowOwnAddress(this WebApplicationBuilder builder)
    {
        // A port that is only known once the server runs would be known too late.
        string[] listening = [.. builder.Configuration[WebHostDefaults.ServerUrlsKey]!.Split(';').Select(WithPort)];
        builder.Configuration[WebHostDefaults.ServerUrlsKey] = string.Join(';', listening);

        string[] networks = [.. listening.SelectMany(Of).Distinct()];
        if (SiloHosting.ReadTopology(builder.Configuration).Role == FrontEndRole.Client)
            DemoScreen.ShowWhatSilosNeed(networks.Select((network, i) => $"--{Setting}:{i}={network}"));

        // Keys of their own, which cannot hide an entry that is configured elsewhere.
        builder.Configuration.AddInMemoryCollection(networks.Select((network, i) => KeyValuePair.Create($"{Setting}:demo{i}", (string?)network)));
    }

    /// <summary>The networks, of one address each, by which this machine reaches what listens on <paramref name="listening"/>.</summary>
    public static IEnumerable<string> Of(string listening)
    {
        var called = ListeningAddress.ForThisMachine(listening);
        IPAddress[] addresses = IPAddress.TryParse(called.DnsSafeHost, out var literal) ? [literal] : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        return addresses.Select(address => string.Create(
            CultureInfo.InvariantCulture, $"{address}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}:{called.Port}"));
    }

    /// <summary>The same, with a free port in place of 0.</summary>
    public static string WithPort(string listening)
    {
        var bare = listening.TrimEnd('/');
        if (!bare.EndsWith(":0", StringComparison.Ordinal)) return listening;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return string.Create(CultureInfo.InvariantCulture, $"{bare[..^1]}{((IPEndPoint)free.LocalEndpoint).Port}");
    }
}
