using System.Net;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Fetches images over one shared connection pool. Every behavior of a server leads to an outcome.</summary>
internal sealed class HttpImageFetcher(
    IImageMeter meter,
    INameResolver names,
    OwnAddresses own,
    ContentKeys keys,
    IOptions<ImagesOptions> options,
    ImageTelemetry telemetry,
    FetchTelemetry fetches,
    TimeProvider time
) : IImageFetcher, IDisposable
{
    private readonly HttpMessageInvoker http = new(
        ImageConnections.Open(
            options.Value,
            new GuardedConnector(names, new AddressPolicy(options.Value, own).Allows, options.Value.ConnectTimeout, time),
            telemetry,
            fetches
        )
    );

    private readonly RequestHeaders headers = new(options.Value);

    public async Task<ImageAttempt> FetchAsync(Uri url, ImageCall call, CancellationToken cancellationToken)
    {
        using var timeout = new AttemptTimeout(options.Value, call.Left, time, call.Stall, cancellationToken);
        try
        {
            return await FollowAsync(url, call, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // An exception that aborts a read can look like a network error.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (timeout.Token.IsCancellationRequested)
        {
            return ImageAttempt.Failed(ImageReason.Timeout, timeout.BytesRead);
        }
        catch (Exception exception) when (FetchFailure.From(exception) is { } reason)
        {
            return ImageAttempt.Failed(reason, timeout.BytesRead, transient: FetchFailure.IsTransient(exception));
        }
        finally
        {
            fetches.BodyRead(timeout.BytesRead);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Follows redirects within the origin. Another origin has its own queue, so the caller continues there.</summary>
    private async Task<ImageAttempt> FollowAsync(Uri url, ImageCall call, AttemptTimeout timeout, CancellationToken caller)
    {
        while (true)
        {
            using var request = new ImageRequest(url, call, headers, timeout);
            using var response = await http.SendAsync(request, timeout.Token).ConfigureAwait(false);
            call.Respond();
            telemetry.StageEnded(ImageStage.FirstByte, timeout.SentAt);
            if (response.StatusCode == HttpStatusCode.OK)
                return await MeasureAsync(response, call, timeout, caller).ConfigureAwait(false);
            if (!Redirects.IsRedirect(response.StatusCode))
                return Rejected(response);
            var newCookies = call.Cookies.Store(url, response, time.GetUtcNow());
            if (call.Redirects.Follow(Framing.Location(response), newCookies) is not { } next)
                return ImageAttempt.Failed(ImageReason.Redirect);
            timeout.StopIdle();
            if (HostQueues.OriginOf(next) != HostQueues.OriginOf(url))
            {
                (call.Next, call.Left) = (next, timeout.Left);
                return ImageAttempt.Failed(ImageReason.Redirect);
            }

            url = next;
        }
    }

    /// <summary>Returns the outcome of a response without an image. Its body is not measured.</summary>
    private ImageAttempt Rejected(HttpResponseMessage response)
    {
        var reason = FetchFailure.From(response.StatusCode);
        bool? transient = FetchFailure.IsTransient(response.StatusCode) ? true : null;
        var busy = reason is ImageReason.Http429 or ImageReason.Http5xx || transient is true;
        return ImageAttempt.Failed(
            reason,
            retryAfter: busy ? RetryAfter.From(response.Headers, time.GetUtcNow()) : null,
            transient: transient
        );
    }

    private async Task<ImageAttempt> MeasureAsync(
        HttpResponseMessage response,
        ImageCall call,
        AttemptTimeout timeout,
        CancellationToken caller
    )
    {
        if (!Framing.TryReadLength(response, out var length))
            return ImageAttempt.Failed(ImageReason.Protocol, transient: false);
        if (length > options.Value.MaxBytes)
            return ImageAttempt.Failed(ImageReason.TooManyBytes);

        timeout.StartIdle();
        await using var connection = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
        await using var stream =
            length is { } known && response.Content.Headers.ContentLength is null ? new FixedLengthBody(connection, known) : connection;
        await using var body = new MonitoredBody(
            stream,
            options.Value.MaxBytes,
            new ContentHasher(keys.Of(call.Owner.Tenant)),
            timeout,
            call,
            telemetry
        );
        var began = telemetry.Begin();
        var found = await meter.MeasureAsync(body, timeout.Token).ConfigureAwait(false);
        var whole = found.Reason == ImageReason.None && await ReadRestAsync(body, timeout, caller).ConfigureAwait(false);
        body.ReportStages(telemetry.Since(began));

        // The hash of an incomplete body would depend on how many bytes have arrived.
        var hash = whole ? body.FinishHash() : default;
        return new ImageAttempt(
            new ImageOutcome(found.Reason, found.Format, found.Width, found.Height, timeout.BytesRead, TimeSpan.Zero, hash)
        );
    }

    /// <summary>Reads the rest of the body and returns whether it was complete.</summary>
    /// <remarks>If the server falls silent after the complete image, the measurement is valid nevertheless.</remarks>
    private static async ValueTask<bool> ReadRestAsync(MonitoredBody body, AttemptTimeout timeout, CancellationToken caller)
    {
        try
        {
            return await body.ReadRestAsync(ImageConnections.MaxDrain, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception) when (timeout.Token.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            return false;
        }
    }
}
