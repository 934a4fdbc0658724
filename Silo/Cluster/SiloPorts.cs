using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace RetailPulse.Silo.Cluster;

/// <summary>The address that a silo advertises and the endpoints that it listens on. They differ only behind address translation.</summary>
/// <param name="Advertised">Address that others connect to.</param>
/// <param name="Silo">Endpoint that listens for other silos.</param>
/// <param name="Gateway">Endpoint that listens for clients.</param>
/// <param name="Probes">Endpoint that listens for probes.</param>
internal sealed record SiloPorts(IPAddress Advertised, IPEndPoint Silo, IPEndPoint Gateway, IPEndPoint Probes)
{
    /// <summary>Probe port of a silo with configured ports.</summary>
    public const int DefaultProbePort = 9464;

    /// <summary>Opens the ports once to check them now, while the error can still name the setting to change.</summary>
    /// <param name="lookUp">Returns the addresses of a host name.</param>
    /// <exception cref="OptionsValidationException">The silo cannot listen as configured; the message says what to change.</exception>
    public static SiloPorts Find(TopologyOptions topology, Func<string, IPAddress[]> lookUp)
    {
        var advertised = AdvertisedAddress.Resolve(topology.AdvertisedAddress, lookUp);
        var listen = topology.ListenAddress.Length > 0 ? IPAddress.Parse(topology.ListenAddress) : advertised;
        return new SiloPorts(
            advertised,
            new IPEndPoint(listen, Open(listen, topology.SiloPort, nameof(topology.SiloPort))),
            new IPEndPoint(listen, Open(listen, topology.GatewayPort, nameof(topology.GatewayPort))),
            new IPEndPoint(listen, Open(listen, ProbePortOf(topology), nameof(topology.ProbePort)))
        );
    }

    public void Apply(EndpointOptions endpoint)
    {
        endpoint.AdvertisedIPAddress = Advertised;
        (endpoint.SiloPort, endpoint.SiloListeningEndpoint) = (Silo.Port, Silo);
        (endpoint.GatewayPort, endpoint.GatewayListeningEndpoint) = (Gateway.Port, Gateway);
    }

    /// <summary>Several silos on one machine select free ports, so each of them needs another port for probes too.</summary>
    private static int ProbePortOf(TopologyOptions topology) => topology.ProbePort ?? (topology.SiloPort == 0 ? 0 : DefaultProbePort);

    private static int Open(IPAddress listen, int configured, string setting)
    {
        try
        {
            using var listener = new TcpListener(listen, configured);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw Problem(
                $"{TopologyOptions.Section}:{nameof(TopologyOptions.AdvertisedAddress)}, or :{nameof(TopologyOptions.ListenAddress)} if it is set, leads to {listen}, which is not an address of this machine. "
                    + $"Behind a translated address, set :{nameof(TopologyOptions.ListenAddress)} to the machine's own address."
            );
        }
        catch (SocketException exception)
        {
            throw Problem(
                $"{TopologyOptions.Section}:{setting} is {configured}, which cannot be used ({exception.Message}); choose another port, or 0 for any free one."
            );
        }
    }

    private static OptionsValidationException Problem(string problem) => new(TopologyOptions.Section, typeof(TopologyOptions), [problem]);
}
