namespace RetailPulse.Grains.Images.Hosts;

/// <summary>The time that one image can still wait for its hosts. Each wait reduces it.</summary>
internal sealed class HostWaits(ImagesOptions options)
{
    /// <summary>Time left for hosts that are down or only fail.</summary>
    public TimeSpan Patience { get; set; } = options.HostPatience;

    /// <summary>Time left for pauses that servers request.</summary>
    public TimeSpan Rest { get; set; } = options.RequestedWait;

    /// <summary>Origin at which the image last failed. There it queues after the other images of its job.</summary>
    public string? FailedAt { get; set; }
}
