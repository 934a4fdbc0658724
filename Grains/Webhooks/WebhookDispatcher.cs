using RetailPulse.Grains.Ledger;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Makes one attempt at a delivery that this silo has claimed, and records the result.</summary>
internal sealed class WebhookDispatcher(
    IGrainFactory grains,
    WebhookClient client,
    WebhookSchedule schedule,
    IWebhookLedger ledger,
    TimeProvider time
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
        await ledger
            .RecordAttemptAsync(
                delivery,
                attempt,
                schedule.Judge(attempt, delivery.ScheduleStep, retryAfter, time.GetUtcNow()),
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
