namespace RetailPulse.Client;

/// <summary>Deliveries of webhooks, and the secret that signs them.</summary>
public sealed class WebhooksClient
{
    private const string Secret = "api/v1/webhooks/secret";

    private readonly ApiCalls calls;

    internal WebhooksClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Returns the deliveries of the ends of a job, oldest first.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync(long jobId, CancellationToken cancellationToken = default)
    {
        var answer = await calls
            .GetAsync(Paths.Job(jobId, "/webhooks"), ClientJson.Default.WebhookDeliveries, cancellationToken)
            .ConfigureAwait(false);
        return answer.Deliveries;
    }

    /// <summary>
    /// Resends a delivery at once, with the same id. The call is not repeated after a lost response, because the delivery would be sent
    /// twice.
    /// </summary>
    public Task ResendAsync(long jobId, string delivery, CancellationToken cancellationToken = default) =>
        calls.ReadOnceAsync(
            () => new HttpRequestMessage(HttpMethod.Post, Paths.Job(jobId, $"/webhooks/{Uri.EscapeDataString(delivery)}/resend")),
            ClientJson.Default.ResentWebhook,
            cancellationToken
        );

    /// <summary>The secrets that sign webhooks.</summary>
    public Task<WebhookSecret> GetSecretAsync(CancellationToken cancellationToken = default) =>
        calls.GetAsync(Secret, ClientJson.Default.WebhookSecret, cancellationToken);

    /// <summary>
    /// Replaces the secret. The previous one also signs for 24 hours. Not repeated after a lost response, because the secret would change
    /// twice.
    /// </summary>
    public Task<WebhookSecret> RotateSecretAsync(CancellationToken cancellationToken = default) =>
        calls.ReadOnceAsync(
            () => new HttpRequestMessage(HttpMethod.Post, $"{Secret}/rotate"),
            ClientJson.Default.WebhookSecret,
            cancellationToken
        );
}
