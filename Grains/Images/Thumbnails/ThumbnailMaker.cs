using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>Makes thumbnails: downloads an image again, compares it with the recorded one, and has it decoded by a process.</summary>
/// <remarks>
/// It shares the connections of jobs and their address rules, but neither their slots nor their queues. A host that is down or asked for a
/// pause is not called.
/// </remarks>
internal sealed class ThumbnailMaker(
    IImageFetcher fetcher,
    IImageMeter meter,
    HostQueues hosts,
    ThumbnailFolder folder,
    ThumbnailProcess process,
    SiloShutdown shutdown,
    IOptions<ImagesOptions> options,
    ImageTelemetry telemetry,
    TimeProvider time
)
{
    /// <summary>Maximum time for everything, waiting included.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Maximum time for the download.</summary>
    private static readonly TimeSpan DownloadLimit = TimeSpan.FromSeconds(10);

    /// <summary>Permits to download an image and to hold it in memory.</summary>
    private readonly FairPermits downloads = new(4 * Environment.ProcessorCount, reserve: true);

    /// <summary>Permits to decode an image, one per core.</summary>
    private readonly FairPermits decoders = new(Environment.ProcessorCount);

    /// <summary>Returns a thumbnail, or why there is none.</summary>
    public async Task<Thumbnail> MakeAsync(ThumbnailRequest request)
    {
        var recorded = request.Recorded;
        if (ThumbnailRules.Judge(recorded) is not ThumbnailLack.None and var lack)
            return Thumbnail.Without(lack, recorded.Reason);
        if (recorded.ContentHash != 0 && folder.Find(recorded.ContentHash, request.Size) is { } kept)
            return Whole(kept);

        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, shutdown.NoNewWork);
        try
        {
            var owner = new Owner(request.Tenant, request.JobId);
            using var permit = await downloads.AcquireAsync(owner, ended.Token).ConfigureAwait(false);
            return await MakeAsync(request, owner, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return Thumbnail.Without(ThumbnailLack.Busy);
        }
    }

    private async Task<Thumbnail> MakeAsync(ThumbnailRequest request, Owner owner, CancellationToken cancellationToken)
    {
        var start = RequestUrl.Parse(request.Url) ?? new Uri(request.Url);
        var within = DownloadLimit < options.Value.AttemptTimeout ? DownloadLimit : options.Value.AttemptTimeout;
        using var call = new ImageCall(decoders, owner, new ImageTurn(0), start, within, telemetry)
        {
            Copy = new BodyCopy(ThumbnailRules.MaxBytes),
        };
        var found = await DownloadAsync(start, call, cancellationToken).ConfigureAwait(false);
        if (ThumbnailRules.Compare(request.Recorded, found) is not ThumbnailLack.None and var lack)
            return Thumbnail.Without(lack, found.Reason);

        await call.AcquireSlotAsync(cancellationToken).ConfigureAwait(false);
        var jpeg = await process.RunAsync(call.Copy.Bytes, request.Size, cancellationToken).ConfigureAwait(false);
        if (jpeg is null || !await IsThumbnailAsync(jpeg, request.Size, cancellationToken).ConfigureAwait(false))
            return Thumbnail.Without(ThumbnailLack.Undecodable);
        if (found.ContentHash != 0 && found.ContentHash == request.Recorded.ContentHash)
            folder.Keep(found.ContentHash, request.Size, jpeg);
        return Whole(jpeg);
    }

    /// <summary>Makes one attempt, from origin to origin.</summary>
    private async Task<ImageOutcome> DownloadAsync(Uri start, ImageCall call, CancellationToken cancellationToken)
    {
        for (var address = start; ; address = call.Next)
        {
            if (hosts.IsClosed(address))
                return ImageOutcome.Failed(ImageReason.HostDown);
            call.Next = null;
            var attempt = await fetcher.FetchAsync(address, call, cancellationToken).ConfigureAwait(false);
            if (call.Next is null)
                return attempt.Outcome;
        }
    }

    /// <summary>Returns whether the process wrote what it should: a decoder that an image took over could write anything.</summary>
    private async ValueTask<bool> IsThumbnailAsync(byte[] jpeg, int size, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(jpeg);
        var found = await meter.MeasureAsync(body, cancellationToken).ConfigureAwait(false);
        return found is { Reason: ImageReason.None, Format: "jpeg" } && found.Width <= size && found.Height <= size;
    }

    private static Thumbnail Whole(byte[] jpeg) => new(ImmutableCollectionsMarshal.AsImmutableArray(jpeg));
}
