using System.ComponentModel.DataAnnotations;
using System.Net;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Silo.Cluster;

/// <summary>The <c>RetailPulse:Cluster</c> settings: the role and addresses of this process in the cluster.</summary>
public sealed class TopologyOptions : IValidatableObject
{
    public const string Section = "RetailPulse:Cluster";

    private const string OutOfPorts = "{0} is {3}; it must be {1} (any free port) to {2}.";

    /// <summary>
    /// Role of the web front end: the whole product in one process, or a client of silos. Default: <see cref="FrontEndRole.Embedded"/>.
    /// </summary>
    public FrontEndRole Role { get; set; } = FrontEndRole.Embedded;

    /// <summary>Port of a silo for other silos, 0 to 65,535; 0 selects a free port. Default: 11111.</summary>
    [Range(0, 65_535, ErrorMessage = OutOfPorts)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port of a silo for clients, 0 to 65,535; 0 selects a free port. Default: 30000.</summary>
    [Range(0, 65_535, ErrorMessage = OutOfPorts)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// Port of a silo for probes, 0 to 65,535; 0 selects a free port. Default: 9464, or a free port if <see cref="SiloPort"/> is 0.
    /// </summary>
    [Range(0, 65_535, ErrorMessage = OutOfPorts)]
    public int? ProbePort { get; set; }

    /// <summary>IP address at which others reach this silo, or a host name that is resolved once at start. Default: loopback.</summary>
    [Required(ErrorMessage = "{0} is empty; give an IP address or a host name.")]
    public string AdvertisedAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>
    /// IP address that the silo listens on, if others reach it through a translated address; <c>0.0.0.0</c> or <c>::</c> for all addresses
    /// of the machine. Default: the advertised address.
    /// </summary>
    public string ListenAddress { get; set; } = "";

    /// <summary>Certificates that authenticate silos and front ends to each other. Default: none.</summary>
    public ClusterTlsOptions Tls { get; set; } = new();

    /// <summary>Id of the cluster. Silos and clients with the same id find each other. Default: <c>retailpulse</c>.</summary>
    [Required(ErrorMessage = "{0} is empty; give the cluster a name.")]
    public string ClusterId { get; set; } = "retailpulse";

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (SiloPort != 0 && SiloPort == GatewayPort)
            yield return new ValidationResult($"{Section}:SiloPort and {Section}:GatewayPort are both {SiloPort}; give each its own port.");
        if (ListenAddress.Length > 0 && !IPAddress.TryParse(ListenAddress, out _))
            yield return new ValidationResult($"{Section}:ListenAddress is '{ListenAddress}'; give an IP address.");
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
