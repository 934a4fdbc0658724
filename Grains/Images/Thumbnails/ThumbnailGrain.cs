using Orleans.Placement;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>
/// Placed by its key, so that the thumbnails of an image are kept by one silo. Requests for the same content run one after the other, so
/// that it is downloaded once.
/// </summary>
[HashBasedPlacement]
internal sealed class ThumbnailGrain(ThumbnailMaker maker) : Grain, IThumbnailGrain
{
    public Task<Thumbnail> MakeAsync(ThumbnailRequest request) => maker.MakeAsync(request);
}
