using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Grains.Images;

/// <summary><c>RetailPulse:Images</c>: how images are fetched.</summary>
public sealed class ImagesOptions : INetworkOptions
{
    public const string Section = "RetailPulse:Images";

    /// <summary>Images in flight per silo, 1 to 100,000. Default 1,024.</summary>
    public int Slots { get; set; } = 1024;

    /// <summary>Attempts at one image, 1 to 20. Default 4.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>
    /// Longest time of an attempt, from the moment its request can be sent to the end of its body, 1 ms to 1 hour. Waiting for a slot does not count.
    /// Default: 30 s.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest body, in bytes, at least 1. Default 50 MiB.</summary>
    public long MaxBytes { get; set; } = 52_428_800;

    /// <summary>Longest time that an image waits, in all, for hosts that are down or only fail; 0 to 1 hour. Default: 1 minute.</summary>
    public TimeSpan HostPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time that an image waits, in all, because servers ask for it by <c>Retry-After</c>; 0 to 24 hours. Default: 30 minutes.</summary>
    public TimeSpan RequestedWait { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The field <c>User-Agent</c> of requests for images. Default: product and version, and <see cref="ContactUrl"/> if there is one, such as
    /// <c>RetailPulse/1.0.0 (+https://example.com/contact)</c>.
    /// </summary>
    public string? UserAgent { get; set; }

    /// <summary>URL at which the owner of an image host can reach the operator of this service. Default <see langword="null"/>: none.</summary>
    public string? ContactUrl { get; set; }

    /// <summary>Header fields that requests to single origins carry. Default: none.</summary>
    public IReadOnlyList<HostHeaderOptions> HostHeaders { get; set; } = [];

    /// <summary>Connections to one host and port per silo, at least 1. Default 256.</summary>
    public int MaxConnectionsPerHost { get; set; } = 256;

    /// <summary>For one address of a host to take a connection, 1 ms to 1 hour. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest silence of a server that was asked: until its headers are there, and between the bytes of its body; 1 ms to 1 hour. Default 10 s.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Networks that images may be fetched from although they are not globally routable or are this machine's own, each <c>CIDR</c> or
    /// <c>CIDR:port</c>, such as <c>10.1.0.0/16</c> or <c>127.0.0.1/32:9090</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Networks that images may not be fetched from, written alike, even those that are allowed. Default: none.</summary>
    public IReadOnlyList<string> RefusedNetworks { get; set; } = [];
}
