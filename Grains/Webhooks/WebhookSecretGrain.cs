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
        if (stored.State.Current == current) await this.WriteAsync(stored, stored.State.Rotate(WebhookSignature.NewSecret(), time.GetUtcNow()));
        return stored.State.At(time.GetUtcNow());
    }
}

/// <summary>A tenant's secrets as they are stored.</summary>
internal sealed class StoredWebhookSecrets
{
    /// <summary>How long receivers have to learn of a new secret.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public int Schema { get; set; } = 1;
    public string Current { get; set; } = "";
    public string? Previous { get; set; }
    public DateTimeOffset? PreviousUntil { get; set; }

    public StoredWebhookSecrets Rotate(string next, DateTimeOffset now) => new() { Current = next, Previous = Current, PreviousUntil = now + Overlap };

    public WebhookSecrets At(DateTimeOffset now) => PreviousUntil > now ? new WebhookSecrets(Current, Previous, PreviousUntil) : new WebhookSecrets(Current, null, null);
}
