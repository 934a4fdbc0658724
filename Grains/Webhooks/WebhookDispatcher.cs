using RetailPulse.Grains.Ledger;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Makes one attempt at a delivery that this silo has claimed, and records the result.</summary>
internal sealed class WebhookDispatcher(IGrainFactory grains, WebhookClient post, WebhookSchedule schedule, IWebhookLedger ledger, TimeProvider time)
{
    public async Task CarryAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
    {
        var secrets = await grains.GetGrain<IWebhookSecretGrain>(delivery.Tenant).GetAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var (attempt, retryAfter) = await post.SendAsync(delivery, secrets, cancellationToken).ConfigureAwait(false);
        await ledger.RecordAttemptAsync(delivery, attempt, schedule.Judge(attempt, delivery.Tries, retryAfter, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
    }
}
