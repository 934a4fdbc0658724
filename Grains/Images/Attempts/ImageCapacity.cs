using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Grains.Images.Attempts;

/// <summary>The limits that all images of a silo share.</summary>
internal sealed class ImageCapacity
{
    /// <summary>
    /// Maximum number of concurrent requests, as a multiple of the slots: unresponsive hosts must not use up all sockets.
    /// </summary>
    public const int RequestsPerSlot = 4;

    public ImageCapacity(IOptions<ImagesOptions> options, ImageTelemetry telemetry)
    {
        var slots = options.Value.Slots;
        (Slots, Requests) = (new FairPermits(slots), new FairPermits(RequestsPerSlot * slots, reserve: true));
        telemetry.ObserveSlots(slots, () => Slots.Free, () => Slots.Waiting);
    }

    /// <summary>Slots for downloading and measuring one image each, shared fairly among jobs.</summary>
    public FairPermits Slots { get; }

    /// <summary>Permits to call any host, held from before the request to the end of the body.</summary>
    public FairPermits Requests { get; }
}
