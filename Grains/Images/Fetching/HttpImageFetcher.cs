using System.Net;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Fetches over one shared connection pool, and ends every attempt in its reason whatever the server does.</summary>
internal sealed class HttpImageFetcher(
    IImageMeter meter, INameResolver names, OwnAddresses own, ContentKeys keys, IOptions<ImagesOptions> options, TimeProvider time) : IImageFetcher, IDisposable
{
    private readonly HttpMessageInvoker http = new(ImageConnections.Open(
        options.Value, new GuardedConnector(names, new AddressGate(options.Value, own).Opens, options.Value.ConnectTimeout, time)));

    public async Task<ImageAttempt> FetchAsync(Uri url, ImageCall call, CancellationToken cancellationToken)
    {
        using var watch = new AttemptWatch(options.Value, call.Left, time, call.Stall, cancellationToken);
        try
        {
            return await FollowAsync(url, call, watch).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What breaks off a read may look like the network's fault.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (watch.Token.IsCancellationRequested)
        {
            return ImageAttempt.Failed(ImageReason.Timeout, watch.BytesRead);
        }
        catch (Exception exception) when (FetchFailure.From(exception) is { } reason)
        {
            return ImageAttempt.Failed(reason, watch.BytesRead);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Follows redirects within the origin; another origin has a queue of its own, so the caller goes there.</summary>
    private async Task<ImageAttempt> FollowAsync(Uri url, ImageCall call, AttemptWatch watch)
    {
        while (true)
        {
            using var request = new ImageRequest(url, call.Owner, watch);
            using var response = await http.SendAsync(request, watch.Token).ConfigureAwait(false);
            call.Respond();
            if (response.StatusCode == HttpStatusCode.OK) return await MeasureAsync(response, call, watch).ConfigureAwait(false);
            if (!Redirects.IsRedirect(response.StatusCode)) return Refused(response);
            if (call.Redirects.Follow(Framing.Location(response)) is not { } next) return ImageAttempt.Failed(ImageReason.Redirect);
            watch.ExpectNothing();
            if (HostQueues.OriginOf(next) != HostQueues.OriginOf(url))
            {
                (call.Next, call.Left) = (next, watch.Left);
                return ImageAttempt.Failed(ImageReason.Redirect);
            }

            url = next;
        }
    }

    /// <summary>The body of a refusal is not measured, whatever it holds.</summary>
    private ImageAttempt Refused(HttpResponseMessage response)
    {
        var reason = FetchFailure.From(response.StatusCode);
        var busy = reason is ImageReason.Http429 or ImageReason.Http5xx;
        return ImageAttempt.Failed(reason, retryAfter: busy ? RetryAfter.From(response.Headers, time.GetUtcNow()) : null);
    }

    private async Task<ImageAttempt> MeasureAsync(HttpResponseMessage response, ImageCall call, AttemptWatch watch)
    {
        if (Framing.IsAmbiguous(response)) return ImageAttempt.Failed(ImageReason.Protocol);
        if (response.Content.Headers.ContentLength > options.Value.MaxBytes) return ImageAttempt.Failed(ImageReason.TooManyBytes);

        watch.Expect();
        await using var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        await using var body = new WatchedBody(stream, options.Value.MaxBytes, new ContentHasher(keys.Of(call.Owner.Tenant)), watch, call);
        var found = await meter.MeasureAsync(body, watch.Token).ConfigureAwait(false);
        var whole = found.Reason == ImageReason.None && await body.ReadRestAsync(ImageConnections.LongestRest, watch.Token).ConfigureAwait(false);

        // Of a body that was left before its end, a hash would tell how far its packets had come.
        var hash = whole ? body.FinishHash() : default;
        return new ImageAttempt(new ImageOutcome(found.Reason, found.Format, found.Width, found.Height, watch.BytesRead, TimeSpan.Zero, hash));
    }
}
