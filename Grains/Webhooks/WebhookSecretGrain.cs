using Orleans.Placement;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Keeps a tenant's secrets durably: nothing is signed with one that could be lost.</summary>
[Immovable]
internal sealed class WebhookSecretGrain([PersistentState("webhook-secret")] IPersistentState<StoredWebhookSecrets> stored, TimeProvider time) : Grain, IWebhookSecretGrain
{
    public async Task<WebhookSecrets> GetAsync()
    {
        if (!stored.RecordExists) await this.WriteAsync(stored, new StoredWebhookSecrets { Current = WebhookSignature.NewSecret() });
        return stored.State.At(time.GetUtcNow());
    }

    public async Task<WebhookSecrets> RotateAsync(string current)
    {
        var now = time.GetUtcNow();
        if (stored.State.Current == current && stored.State.MayRotateAt(now)) await this.WriteAsync(stored, stored.State.Rotate(WebhookSignature.NewSecret(), now));
        return stored.State.At(now);
    }
}
