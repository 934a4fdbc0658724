using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Downloads an image and measures it as its bytes pass by.</summary>
internal interface IImageFetcher
{
    /// <summary>One attempt. Every expected failure is an outcome; only the caller's own cancellation throws.</summary>
    /// <param name="call">Holds the place at the host, takes the slot once the body comes, and says where a response leads to.</param>
    Task<ImageAttempt> FetchAsync(Uri url, ImageCall call, CancellationToken cancellationToken);
}
