using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images;

/// <summary>Asks what the connections of images and of webhooks ask. Lives on the silo that is asked; all silos are set up alike.</summary>
[StatelessWorker]
internal sealed class ImageHostGrain(IOptions<ImagesOptions> images, IOptions<WebhooksOptions> webhooks, OwnAddresses own) : Grain, IImageHostGrain
{
    private readonly AddressGate ofImages = new(images.Value, own);
    private readonly AddressGate ofWebhooks = new(webhooks.Value, own);

    public ValueTask<ImmutableArray<ImageHost>> FindRefusedAsync(ImmutableArray<ImageHost> hosts) => ValueTask.FromResult(FindRefused(ofImages, hosts));

    public ValueTask<ImmutableArray<ImageHost>> FindRefusedReceiversAsync(ImmutableArray<ImageHost> hosts) => ValueTask.FromResult(FindRefused(ofWebhooks, hosts));

    private static ImmutableArray<ImageHost> FindRefused(AddressGate gate, ImmutableArray<ImageHost> hosts) =>
        [.. hosts.Where(host => IPAddress.TryParse(host.Address, out var address) && !gate.Opens(address, host.Port))];
}
