using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>The result of one request, and the delay that the receiver requested.</summary>
internal readonly record struct WebhookAnswer(WebhookAttempt Attempt, TimeSpan? RetryAfter = null);

/// <summary>Sends one attempt over connections with the same address rules as images. It does not follow redirects.</summary>
/// <remarks>
/// Receivers in explicitly allowed networks have a separate connection pool, and only the status of their responses is kept: the tenant
/// that names a receiver must not be able to read what an internal server returns.
/// </remarks>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>Maximum number of response bytes that are kept.</summary>
    internal const int MaxResponse = 1024;

    private readonly HttpMessageInvoker open;
    private readonly HttpMessageInvoker? opened;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly TimeProvider wall;

    /// <param name="wall">
    /// The system's wall clock. Receivers compare the timestamp with their own clock and reject one that is minutes off.
    /// </param>
    public WebhookClient(
        INameResolver names,
        OwnAddresses own,
        IOptions<ImagesOptions> images,
        IOptions<WebhooksOptions> webhooks,
        FetchTelemetry telemetry,
        TimeProvider time,
        TimeProvider wall
    )
    {
        (timeout, this.time, this.wall) = (webhooks.Value.Timeout, time, wall);
        var addresses = new AddressPolicy(webhooks.Value, own);
        open = Connect(addresses.AllowsEveryone);
        opened = addresses.HasAllowedNetworks ? Connect(addresses.Allows) : null;

        HttpMessageInvoker Connect(Func<IPAddress, int, bool> allows) =>
            new(Connections(new GuardedConnector(names, allows, images.Value.ConnectTimeout, time), telemetry));
    }

    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was canceled. Whether the receiver accepted the attempt is unknown.
    /// </exception>
    public async Task<WebhookAnswer> SendAsync(ClaimedDelivery delivery, WebhookSecrets secrets, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await SendAsync(open, keepBody: true, delivery, secrets, either.Token, limit.Token).ConfigureAwait(false);
            return opened is not null && answer.Attempt.Reason == ImageReason.RefusedAddress
                ? await SendAsync(opened, keepBody: false, delivery, secrets, either.Token, limit.Token).ConfigureAwait(false)
                : answer;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public void Dispose()
    {
        open.Dispose();
        opened?.Dispose();
    }

    private SocketsHttpHandler Connections(GuardedConnector connector, FetchTelemetry telemetry)
    {
        var connections = GuardedConnections.Open(connector, telemetry);

        // WebhookPermits limits the attempts. Waiting for a connection here would consume the receiver's time.
        connections.MaxConnectionsPerServer = int.MaxValue;
        connections.MaxResponseDrainSize = MaxResponse;
        connections.ConnectTimeout = timeout;
        return connections;
    }

    private async Task<WebhookAnswer> SendAsync(
        HttpMessageInvoker http,
        bool keepBody,
        ClaimedDelivery delivery,
        WebhookSecrets secrets,
        CancellationToken cancellationToken,
        CancellationToken limit
    )
    {
        var at = wall.GetUtcNow();
        var started = time.GetTimestamp();
        try
        {
            using var request = Compose(delivery, at.ToUnixTimeSeconds(), secrets);
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var answer = keepBody ? await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false) : "";
            var attempt = new WebhookAttempt(
                delivery.Attempt,
                at,
                (int)response.StatusCode,
                ImageReason.None,
                time.GetElapsedTime(started),
                answer
            );
            return new WebhookAnswer(attempt, RetryAfter.From(response.Headers, wall.GetUtcNow(), WebhookSchedule.MaxRetryAfter));
        }
        catch (Exception exception)
            when ((limit.IsCancellationRequested ? ImageReason.Timeout : RequestFailure.From(exception)) is { } reason)
        {
            return new WebhookAnswer(new WebhookAttempt(delivery.Attempt, at, null, reason, time.GetElapsedTime(started), ""));
        }
    }

    private static GuardedRequest Compose(ClaimedDelivery delivery, long timestamp, WebhookSecrets secrets)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var url = RequestUrl.Parse(delivery.Url) ?? new Uri(delivery.Url);
        var request = new GuardedRequest(HttpMethod.Post, url, new Owner(delivery.Tenant, 0)) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "RetailPulse");
        request.Headers.TryAddWithoutValidation("webhook-id", delivery.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(delivery.Id, timestamp, delivery.Body, secrets));
        if (delivery.Traceparent is { } trace)
            request.Headers.TryAddWithoutValidation("traceparent", trace);
        return request;
    }

    /// <summary>Returns the beginning of a response body.</summary>
    internal static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxResponse];
        await using var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);

        // PostgreSQL text accepts every character except NUL.
        return Encoding.UTF8.GetString(bytes.AsSpan(0, read)).Replace('\0', '\uFFFD');
    }
}
