using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images;

/// <summary>Asks what the fetcher's connections ask. Lives on the silo that is asked; all silos are set up alike.</summary>
[StatelessWorker]
internal sealed class ImageHostGrain(IOptions<ImagesOptions> options) : Grain, IImageHostGrain
{
    private readonly AddressGate gate = new(options.Value);

    public ValueTask<ImmutableArray<ImageHost>> FindRefusedAsync(ImmutableArray<ImageHost> hosts) => ValueTask.FromResult<ImmutableArray<ImageHost>>(
        [.. hosts.Where(host => IPAddress.TryParse(host.Address, out var address) && !gate.Opens(address, host.Port))]);
}
