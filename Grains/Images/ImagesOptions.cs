namespace RetailPulse.Grains.Images;

/// <summary><c>RetailPulse:Images</c>: how images are fetched.</summary>
public sealed class ImagesOptions
{
    public const string Section = "RetailPulse:Images";

    /// <summary>Images in flight per silo, 1 to 100,000. Default 1,024.</summary>
    public int Slots { get; set; } = 1024;

    /// <summary>Attempts at one image, 1 to 20. Default 4.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>For a whole attempt, body included, 1 ms to 1 hour. Default 30 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest body, in bytes, at least 1. Default 50 MiB.</summary>
    public long MaxBytes { get; set; } = 52_428_800;

    /// <summary>How long an image waits, in all, for a host that is down, before it fails as <c>host_down</c>; 0 to 1 hour. Default 1 minute.</summary>
    public TimeSpan HostPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Connections to one host and port per silo, at least 1. Default 256.</summary>
    public int MaxConnectionsPerHost { get; set; } = 256;

    /// <summary>For one address of a host to take a connection, 1 ms to 1 hour. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest silence of a server that was asked: until its headers are there, and between the bytes of its body; 1 ms to 1 hour. Default 10 s.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Networks that may be fetched from although they are not globally routable, each <c>CIDR</c> or <c>CIDR:port</c>, such as
    /// <c>10.1.0.0/16</c> or <c>127.0.0.1/32:9090</c>. Default none.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];
}
