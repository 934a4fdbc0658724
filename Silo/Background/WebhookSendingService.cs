using RetailPulse.Grains.Webhooks;

namespace RetailPulse.Silo.Background;

/// <summary>Runs <see cref="WebhookSender"/> when a delivery is signaled and when the next one is due.</summary>
internal sealed class WebhookSendingService(
    WebhookSender sender,
    WebhookSignal signal,
    TimeProvider time,
    ILogger<WebhookSendingService> logger
) : PeriodicService("read due webhooks", RetryDelay, time, logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken) => sender.SendDueAsync(cancellationToken);

    protected override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => signal.WaitAsync(delay, cancellationToken);
}
