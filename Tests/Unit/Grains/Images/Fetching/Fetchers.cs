using System.Net;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

/// <summary>Fetchers as tests need them.</summary>
internal static class Fetchers
{
    public static readonly ContentKeys Keys = new(new InstallationSecret(new byte[InstallationSecret.Length]));

    public static HttpImageFetcher Of(
        ImagesOptions options,
        INameResolver? names = null,
        IImageMeter? meter = null,
        TimeProvider? time = null,
        ImageTelemetry? telemetry = null,
        FetchTelemetry? fetches = null,
        params string[] own
    ) =>
        new(
            meter ?? new Meter(),
            names ?? new FakeNames(),
            new OwnAddresses(() => own.Select(IPAddress.Parse), TimeProvider.System),
            Keys,
            Options.Create(options),
            telemetry ?? Unheard.Images,
            fetches ?? Unheard.Fetches,
            time ?? TimeProvider.System
        );

    public static HttpImageFetcher Allowing(string network, INameResolver? names = null) =>
        Of(new ImagesOptions { AllowedNetworks = [network] }, names);

    public static Task<ImageAttempt> FetchAsync(this HttpImageFetcher fetcher, Uri url) =>
        fetcher.FetchAsync(url, new ImagesOptions(), CancellationToken.None);

    /// <summary>Makes one attempt, from origin to origin, with a slot to spare.</summary>
    public static async Task<ImageAttempt> FetchAsync(
        this HttpImageFetcher fetcher,
        Uri url,
        ImagesOptions options,
        CancellationToken cancellationToken,
        string tenant = "tenant"
    )
    {
        using var call = new ImageCall(
            new FairPermits(1),
            new Owner(tenant, 1),
            new ImageTurn(0),
            url,
            options.AttemptTimeout,
            Unheard.Images
        );
        for (var address = url; ; address = call.Next)
        {
            call.Next = null;
            var attempt = await fetcher.FetchAsync(address, call, cancellationToken);
            if (call.Next is null)
                return attempt;
        }
    }

    public static async Task<ImageReason> ReasonOfAsync(this HttpImageFetcher fetcher, Uri url) =>
        (await fetcher.FetchAsync(url)).Outcome.Reason;
}
