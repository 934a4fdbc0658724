using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Images;

namespace RetailPulse.Grains.Hosts;

/// <summary>
/// Applies the address rules of image and webhook connections. It runs on the caller's silo; all silos have the same settings.
/// </summary>
[StatelessWorker]
internal sealed class ImageHostGrain(IOptions<ImagesOptions> images, IOptions<WebhooksOptions> webhooks, OwnAddresses own)
    : Grain,
        IImageHostGrain
{
    private readonly AddressPolicy ofImages = new(images.Value, own);
    private readonly AddressPolicy ofWebhooks = new(webhooks.Value, own);

    public ValueTask<ImmutableArray<ImageHost>> FindRefusedAsync(ImmutableArray<ImageHost> hosts) =>
        ValueTask.FromResult(FindRefused(ofImages, hosts));

    public ValueTask<ImmutableArray<ImageHost>> FindRefusedReceiversAsync(ImmutableArray<ImageHost> hosts) =>
        ValueTask.FromResult(FindRefused(ofWebhooks, hosts));

    private static ImmutableArray<ImageHost> FindRefused(AddressPolicy policy, ImmutableArray<ImageHost> hosts) =>
        [.. hosts.Where(host => IPAddress.TryParse(host.Address, out var address) && !policy.Allows(address, host.Port))];
}
