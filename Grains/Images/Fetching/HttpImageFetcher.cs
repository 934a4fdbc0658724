using System.Net;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Fetches over one shared connection pool; the deadline covers the whole attempt, body included.</summary>
internal sealed class HttpImageFetcher(IImageMeter meter, IOptions<ImagesOptions> options, TimeProvider time) : IImageFetcher, IDisposable
{
    private readonly HttpMessageInvoker http = new(Connections(options.Value));

    public async Task<ImageAttempt> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await AttemptAsync(url, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ImageAttempt.Failed(ImageReason.Timeout);
        }
        catch (BodyTooLongException)
        {
            return ImageAttempt.Failed(ImageReason.TooManyBytes, options.Value.MaxBytes);
        }
        catch (HttpRequestException exception)
        {
            return ImageAttempt.Failed(FetchFailure.From(exception));
        }
        catch (IOException)
        {
            return ImageAttempt.Failed(ImageReason.Protocol);
        }
    }

    public void Dispose() => http.Dispose();

    private static SocketsHttpHandler Connections(ImagesOptions options) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = options.MaxConnectionsPerHost,
        // Names move to other addresses; a pooled connection must not outlive that for long.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    };

    private async Task<ImageAttempt> AttemptAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK) return ImageAttempt.Failed(FetchFailure.From(response.StatusCode));
        if (response.Content.Headers.ContentLength > options.Value.MaxBytes) return ImageAttempt.Failed(ImageReason.TooManyBytes);

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var body = new CappedStream(stream, options.Value.MaxBytes);
        var found = await meter.MeasureAsync(body, cancellationToken).ConfigureAwait(false);
        return new ImageAttempt(new ImageOutcome(found.Reason, found.Format, found.Width, found.Height, body.BytesRead, TimeSpan.Zero));
    }
}
