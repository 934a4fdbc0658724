using System.Net;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Grains.Network;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Fetches over one shared connection pool, and ends every attempt with a reason, regardless of what the server does.</summary>
internal sealed class HttpImageFetcher(
    IImageMeter meter, INameResolver names, OwnAddresses own, ContentKeys keys, IOptions<ImagesOptions> options, TimeProvider time) : IImageFetcher, IDisposable
{
    private readonly HttpMessageInvoker http = new(ImageConnections.Open(
        options.Value, new GuardedConnector(names, new AddressPolicy(options.Value, own).Allows, options.Value.ConnectTimeout, time)));

    private readonly RequestHeaders headers = new(options.Value);

    public async Task<ImageAttempt> FetchAsync(Uri url, ImageCall call, CancellationToken cancellationToken)
    {
        using var watch = new AttemptTimeout(options.Value, call.Left, time, call.Stall, cancellationToken);
        try
        {
            return await FollowAsync(url, call, watch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // An exception that aborts a read can look like a network error.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (watch.Token.IsCancellationRequested)
        {
            return ImageAttempt.Failed(ImageReason.Timeout, watch.BytesRead);
        }
        catch (Exception exception) when (FetchFailure.From(exception) is { } reason)
        {
            return ImageAttempt.Failed(reason, watch.BytesRead, transient: FetchFailure.IsTransient(exception));
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Follows redirects within the origin; another origin has a queue of its own, so the caller goes there.</summary>
    private async Task<ImageAttempt> FollowAsync(Uri url, ImageCall call, AttemptTimeout watch, CancellationToken caller)
    {
        while (true)
        {
            using var request = new ImageRequest(url, call, headers, watch);
            using var response = await http.SendAsync(request, watch.Token).ConfigureAwait(false);
            call.Respond();
            if (response.StatusCode == HttpStatusCode.OK) return await MeasureAsync(response, call, watch, caller).ConfigureAwait(false);
            if (!Redirects.IsRedirect(response.StatusCode)) return Refused(response);
            var newCookies = call.Cookies.Take(url, response, time.GetUtcNow());
            if (call.Redirects.Follow(Framing.Location(response), newCookies) is not { } next) return ImageAttempt.Failed(ImageReason.Redirect);
            watch.ExpectNothing();
            if (HostQueues.OriginOf(next) != HostQueues.OriginOf(url))
            {
                (call.Next, call.Left) = (next, watch.Left);
                return ImageAttempt.Failed(ImageReason.Redirect);
            }

            url = next;
        }
    }

    /// <summary>The body of a refusal is never measured.</summary>
    private ImageAttempt Refused(HttpResponseMessage response)
    {
        var reason = FetchFailure.From(response.StatusCode);
        bool? transient = FetchFailure.IsTransient(response.StatusCode) ? true : null;
        var busy = reason is ImageReason.Http429 or ImageReason.Http5xx || transient is true;
        return ImageAttempt.Failed(reason, retryAfter: busy ? RetryAfter.From(response.Headers, time.GetUtcNow()) : null, transient: transient);
    }

    private async Task<ImageAttempt> MeasureAsync(HttpResponseMessage response, ImageCall call, AttemptTimeout watch, CancellationToken caller)
    {
        if (!Framing.TryReadLength(response, out var length)) return ImageAttempt.Failed(ImageReason.Protocol, transient: false);
        if (length > options.Value.MaxBytes) return ImageAttempt.Failed(ImageReason.TooManyBytes);

        watch.Expect();
        await using var connection = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        await using var stream = length is { } known && response.Content.Headers.ContentLength is null ? new FixedLengthBody(connection, known) : connection;
        await using var body = new MonitoredBody(stream, options.Value.MaxBytes, new ContentHasher(keys.Of(call.Owner.Tenant)), watch, call);
        var found = await meter.MeasureAsync(body, watch.Token).ConfigureAwait(false);
        var whole = found.Reason == ImageReason.None && await ReadRestAsync(body, watch, caller).ConfigureAwait(false);

        // Of a body that was left before its end, a hash would tell how far its packets had come.
        var hash = whole ? body.FinishHash() : default;
        return new ImageAttempt(new ImageOutcome(found.Reason, found.Format, found.Width, found.Height, watch.BytesRead, TimeSpan.Zero, hash));
    }

    /// <summary>Returns whether the body was read to its end. A server that is silent after a whole image has sent what is measured.</summary>
    private static async ValueTask<bool> ReadRestAsync(MonitoredBody body, AttemptTimeout watch, CancellationToken caller)
    {
        try
        {
            return await body.ReadRestAsync(ImageConnections.MaxDrain, watch.Token).ConfigureAwait(false);
        }
        catch (Exception) when (watch.Token.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            return false;
        }
    }
}
