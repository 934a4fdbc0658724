using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Images;

/// <summary>What all images of a silo share.</summary>
internal sealed class ImageCapacity(IOptions<ImagesOptions> options)
{
    /// <summary>Requests under way at once, as a multiple of the slots: names that nobody answers must not take all sockets.</summary>
    private const int RequestsPerSlot = 4;

    /// <summary>The right to download and measure one image, fair to jobs.</summary>
    public FairPermits Slots { get; } = new(options.Value.Slots);

    /// <summary>The right to call a host, over all hosts, from before the request to the end of the body.</summary>
    public FairPermits Requests { get; } = new(RequestsPerSlot * options.Value.Slots, reserve: true);
}
