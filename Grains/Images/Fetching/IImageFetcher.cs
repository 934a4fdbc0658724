using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Downloads an image and measures it as its bytes pass by.</summary>
internal interface IImageFetcher
{
    /// <summary>One attempt. Every expected failure is an outcome; only the caller's own cancellation throws.</summary>
    /// <param name="seed">Of the content's hash.</param>
    Task<ImageAttempt> FetchAsync(Uri url, long seed, CancellationToken cancellationToken);
}
