using System.ComponentModel.DataAnnotations;
using RetailPulse.Grains.Network;

namespace RetailPulse.Grains.Images;

/// <summary>The <c>RetailPulse:Images</c> settings: how images are fetched.</summary>
public sealed class ImagesOptions : INetworkOptions
{
    public const string Section = "RetailPulse:Images";

    /// <summary>Maximum number of images in flight per silo, 1 to 100,000. Default: 1,024.</summary>
    [Range(1, 100_000)]
    public int Slots { get; set; } = 1024;

    /// <summary>Maximum number of attempts per image, 1 to 20. Default: 4.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 4;

    /// <summary>
    /// Maximum duration of an attempt, from the moment its request can be sent to the end of its body, 1 ms to 1 hour. Waiting for a slot
    /// does not count. Default: 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum size of an image, in bytes, at least 1. Default: 50 MiB.</summary>
    [Range(1, double.PositiveInfinity)]
    public long MaxBytes { get; set; } = 52_428_800;

    /// <summary>Maximum total time that an image waits for hosts that are down or only fail, 0 to 1 hour. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan HostPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Maximum total time that an image waits because servers request it with <c>Retry-After</c>, 0 to 24 hours. Default: 30 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RequestedWait { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// <c>User-Agent</c> of requests for images. Default: product and version, and <see cref="ContactUrl"/> if it is set, such as
    /// <c>RetailPulse/1.0.0 (+https://example.com/contact)</c>.
    /// </summary>
    public string? UserAgent { get; set; }

    /// <summary>URL at which the owner of an image host can reach the operator of this service. Default: none.</summary>
    public string? ContactUrl { get; set; }

    /// <summary>Header fields that are sent to single origins. Default: none.</summary>
    public IReadOnlyList<HostHeaderOptions> HostHeaders { get; set; } = [];

    /// <summary>Maximum number of connections to one host and port per silo, at least 1. Default: 256.</summary>
    [Range(1, double.PositiveInfinity)]
    public int MaxConnectionsPerHost { get; set; } = 256;

    /// <summary>Maximum time to connect to one address of a host, 1 ms to 1 hour. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maximum time that a server may send nothing, before its response headers and between the bytes of its body, 1 ms to 1 hour. Default:
    /// 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Networks that images may be fetched from although they are not globally routable or belong to this machine. Each is a <c>CIDR</c> or
    /// <c>CIDR:port</c>, such as <c>10.1.0.0/16</c> or <c>127.0.0.1/32:9090</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>
    /// Networks that images may never be fetched from, in the same notation. Takes precedence over allowed networks. Default: none.
    /// </summary>
    public IReadOnlyList<string> RefusedNetworks { get; set; } = [];
}
