using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Makes one attempt at a delivery that this silo has claimed, and records the result.</summary>
internal sealed partial class WebhookDispatcher(
    IGrainFactory grains,
    WebhookClient client,
    WebhookSchedule schedule,
    IWebhookLedger ledger,
    WebhookTelemetry telemetry,
    TimeProvider time,
    ILogger<WebhookDispatcher> logger
)
{
    public async Task DispatchAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
    {
        var secrets = await grains
            .GetGrain<IWebhookSecretGrain>(delivery.Tenant)
            .GetAsync()
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        var (attempt, retryAfter) = await client.SendAsync(delivery, secrets, cancellationToken).ConfigureAwait(false);
        var verdict = schedule.Judge(attempt, delivery.ScheduleStep, retryAfter, time.GetUtcNow());
        await ledger.RecordAttemptAsync(delivery, attempt, verdict, cancellationToken).ConfigureAwait(false);
        telemetry.AttemptEnded(verdict.State);
        if (verdict.State == WebhookState.Failed)
            LogGivenUp(delivery.Id, delivery.Host, delivery.Attempt);
    }

    [LoggerMessage(
        EventName = "WebhookGivenUp",
        Level = LogLevel.Warning,
        Message = "Giving up webhook {DeliveryId} to {Host} after {Attempts} attempts"
    )]
    private partial void LogGivenUp(string deliveryId, string host, int attempts);
}
