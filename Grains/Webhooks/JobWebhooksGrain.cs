using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Reads and resends deliveries on the silo that receives the call, so that its own sender is signaled at once.</summary>
[StatelessWorker]
internal sealed class JobWebhooksGrain(ILedger ledger, IWebhookLedger webhooks, WebhookSignal signal, TimeProvider time)
    : Grain,
        IJobWebhooksGrain
{
    private long Id => this.GetPrimaryKeyLong();

    public async Task<ImmutableArray<WebhookDelivery>?> ReadAsync() =>
        await ledger.FindSubmissionAsync(Id, CancellationToken.None) is null
            ? null
            : [.. await webhooks.ReadDeliveriesAsync(Id, CancellationToken.None)];

    public async Task<bool> ResendAsync(string deliveryId)
    {
        if (!await webhooks.ResendAsync(Id, deliveryId, time.GetUtcNow(), CancellationToken.None))
            return false;
        signal.Raise();
        return true;
    }
}
