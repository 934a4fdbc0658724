using Orleans.Placement;
using RetailPulse.Grains.Secrets;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Stores a tenant's secrets durably and, if a key is configured, encrypted.</summary>
/// <remarks>
/// A secret is durable before it signs anything, because it must never be lost. Secrets that were stored in clear text or with an earlier
/// key are re-encrypted at their first use.
/// </remarks>
[Immovable]
internal sealed class WebhookSecretGrain(
    [PersistentState("webhook-secret")] IPersistentState<StoredWebhookSecrets> stored,
    SecretCipher cipher,
    TimeProvider time
) : Grain, IWebhookSecretGrain
{
    private string Owner => $"webhook-secret/{this.GetPrimaryKeyString()}";

    public async Task<WebhookSecrets> GetAsync()
    {
        if (!stored.RecordExists)
            await StoreAsync(new StoredWebhookSecrets { Current = WebhookSignature.NewSecret() });
        else if (!stored.State.All(cipher.IsCurrent))
            await StoreAsync(Revealed());
        return Revealed().At(time.GetUtcNow());
    }

    public async Task<WebhookSecrets> RotateAsync(string current)
    {
        var now = time.GetUtcNow();
        var secrets = Revealed();
        if (secrets.Current == current && secrets.MayRotateAt(now))
            await StoreAsync(secrets.Rotate(WebhookSignature.NewSecret(), now));
        return Revealed().At(now);
    }

    private Task StoreAsync(StoredWebhookSecrets secrets) =>
        this.WriteAsync(stored, secrets.Select(secret => cipher.Protect(secret, Owner)));

    private StoredWebhookSecrets Revealed() => stored.State.Select(secret => cipher.Reveal(secret, Owner));
}
