using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;

namespace RetailPulse.Tests.Images.Fetching;

/// <summary>Fetchers as tests need them.</summary>
internal static class Fetchers
{
    public static HttpImageFetcher Of(ImagesOptions options, INameResolver? names = null, IImageMeter? meter = null, TimeProvider? time = null) =>
        new(meter ?? new Meter(), names ?? new FakeNames(), Options.Create(options), time ?? TimeProvider.System);

    public static HttpImageFetcher Allowing(string network, INameResolver? names = null) => Of(new ImagesOptions { AllowedNetworks = [network] }, names);

    public static Task<ImageAttempt> FetchAsync(this HttpImageFetcher fetcher, Uri url) => fetcher.FetchAsync(url, seed: 0, CancellationToken.None);

    public static async Task<ImageReason> ReasonOfAsync(this HttpImageFetcher fetcher, Uri url) => (await fetcher.FetchAsync(url)).Outcome.Reason;
}
