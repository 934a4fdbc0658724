using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Images.Attempts;

/// <summary>The limits that all images of a silo share.</summary>
internal sealed class ImageCapacity(IOptions<ImagesOptions> options)
{
    /// <summary>
    /// Maximum number of concurrent requests, as a multiple of the slots: unresponsive hosts must not use up all sockets.
    /// </summary>
    public const int RequestsPerSlot = 4;

    /// <summary>Slots for downloading and measuring one image each, shared fairly among jobs.</summary>
    public FairPermits Slots { get; } = new(options.Value.Slots);

    /// <summary>Permits to call any host, held from before the request to the end of the body.</summary>
    public FairPermits Requests { get; } = new(RequestsPerSlot * options.Value.Slots, reserve: true);
}
