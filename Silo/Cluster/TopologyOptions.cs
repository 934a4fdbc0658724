using System.Net;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Silo.Cluster;

/// <summary>The <c>RetailPulse:Cluster</c> settings: the role and addresses of this process in the cluster.</summary>
public sealed class TopologyOptions
{
    public const string Section = "RetailPulse:Cluster";

    /// <summary>
    /// Role of the web front end: the whole product in one process, or a client of silos. Default: <see cref="FrontEndRole.Embedded"/>.
    /// </summary>
    public FrontEndRole Role { get; set; } = FrontEndRole.Embedded;

    /// <summary>Port of a silo for other silos, 0 to 65,535; 0 selects a free port. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port of a silo for clients, 0 to 65,535; 0 selects a free port. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>IP address at which others reach this silo, or a host name that is resolved once at start. Default: loopback.</summary>
    public string AdvertisedAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>
    /// IP address that the silo listens on, if others reach it through a translated address; <c>0.0.0.0</c> or <c>::</c> for all addresses
    /// of the machine. Default: the advertised address.
    /// </summary>
    public string ListenAddress { get; set; } = "";

    /// <summary>Certificates that authenticate silos and front ends to each other. Default: none.</summary>
    public ClusterTlsOptions Tls { get; set; } = new();

    /// <summary>Id of the cluster. Silos and clients with the same id find each other. Default: <c>retailpulse</c>.</summary>
    public string ClusterId { get; set; } = "retailpulse";

    internal IEnumerable<string> Problems()
    {
        if (SiloPort is < 0 or > 65_535) yield return $"{Section}:SiloPort is {SiloPort}; it must be 0 (any free port) to 65535.";
        if (GatewayPort is < 0 or > 65_535) yield return $"{Section}:GatewayPort is {GatewayPort}; it must be 0 (any free port) to 65535.";
        if (SiloPort != 0 && SiloPort == GatewayPort) yield return $"{Section}:SiloPort and {Section}:GatewayPort are both {SiloPort}; give each its own port.";
        if (string.IsNullOrWhiteSpace(AdvertisedAddress)) yield return $"{Section}:AdvertisedAddress is empty; give an IP address or a host name.";
        if (ListenAddress.Length > 0 && !IPAddress.TryParse(ListenAddress, out _)) yield return $"{Section}:ListenAddress is '{ListenAddress}'; give an IP address.";
        foreach (var problem in Tls.Problems()) yield return problem;
        if (string.IsNullOrWhiteSpace(ClusterId)) yield return $"{Section}:ClusterId is empty; give the cluster a name.";
    }
}

/// <summary>The role of a web front end.</summary>
public enum FrontEndRole
{
    /// <summary>The front end hosts a silo in its own process.</summary>
    Embedded,

    /// <summary>The front end is a client of silos that run as separate processes.</summary>
    Client,
}
