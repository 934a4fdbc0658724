namespace RetailPulse.Grains.Images.Hosts;

/// <summary>How long one image can still wait for its hosts. Its waits use it up.</summary>
internal sealed class HostWaits(ImagesOptions options)
{
    /// <summary>For hosts that are down or only fail.</summary>
    public TimeSpan Patience { get; set; } = options.HostPatience;

    /// <summary>Because servers ask for it.</summary>
    public TimeSpan Requested { get; set; } = options.RequestedWait;

    /// <summary>The origin at which the image failed last; there it lets others go first.</summary>
    public string? FailedAt { get; set; }
}
