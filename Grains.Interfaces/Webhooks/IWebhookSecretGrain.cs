namespace RetailPulse.Webhooks;

/// <summary>What the webhooks of one tenant are signed with. Key: the tenant's name.</summary>
[Alias("webhook-secret"), Version(1)]
public interface IWebhookSecretGrain : IGrainWithStringKey
{
    /// <summary>The secrets in force. The first call makes one, which is on disk before it is answered.</summary>
    [Alias("get"), ResponseTimeout("00:00:05")]
    Task<WebhookSecrets> GetAsync();

    /// <summary>Puts a new secret in the place of <paramref name="current"/>, which signs as well for 24 hours. When another one is in force, nothing changes: a call that is repeated rotates once.</summary>
    [Alias("rotate"), ResponseTimeout("00:00:05")]
    Task<WebhookSecrets> RotateAsync(string current);
}

/// <summary>Secrets of a tenant, each as Standard Webhooks writes it: <c>whsec_</c> and the base64 of 32 bytes.</summary>
/// <param name="Previous">Signs beside the current one until <paramref name="PreviousUntil"/>; <see langword="null"/> when there is none, or its time is over.</param>
[GenerateSerializer, Immutable, Alias("webhook-secrets")]
public sealed record WebhookSecrets([property: Id(0)] string Current, [property: Id(1)] string? Previous, [property: Id(2)] DateTimeOffset? PreviousUntil);
