using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Downloads an image and measures it while its bytes arrive.</summary>
internal interface IImageFetcher
{
    /// <summary>Makes one attempt. Every expected failure is returned as an outcome.</summary>
    /// <param name="call">
    /// Call to the image's host. It acquires the slot when the body arrives, and receives the target of a redirect.
    /// </param>
    /// <exception cref="OperationCanceledException">The caller canceled the attempt.</exception>
    Task<ImageAttempt> FetchAsync(Uri url, ImageCall call, CancellationToken cancellationToken);
}
