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
}
