using System.Collections.Immutable;

namespace RetailPulse.Webhooks;

/// <summary>What the webhooks of one tenant are signed with. Key: the tenant's name.</summary>
[Alias("webhook-secret"), Version(1)]
public interface IWebhookSecretGrain : IGrainWithStringKey
{
    /// <summary>The secrets in force. The first call makes one, which is on disk before it is answered.</summary>
    [Alias("get"), ResponseTimeout("00:00:05")]
    Task<WebhookSecrets> GetAsync();

    /// <summary>
    /// Replaces <paramref name="current"/>, which signs for 24 hours more. Nothing changes when another secret is current, so that a repeated call
    /// rotates once, or when as many replaced secrets still sign as may; then the result has <paramref name="current"/> as before.
    /// </summary>
    [Alias("rotate"), ResponseTimeout("00:00:05")]
    Task<WebhookSecrets> RotateAsync(string current);
}

/// <summary>Secrets of a tenant, each as Standard Webhooks writes it: <c>whsec_</c> and the base64 of 32 bytes.</summary>
/// <param name="Previous">The newest replaced secret, which signs until <paramref name="PreviousUntil"/>; <see langword="null"/> when none signs any more.</param>
/// <param name="Earlier">The other replaced secrets that still sign, newest first.</param>
[GenerateSerializer, Immutable, Alias("webhook-secrets")]
public sealed record WebhookSecrets(
    [property: Id(0)] string Current, [property: Id(1)] string? Previous, [property: Id(2)] DateTimeOffset? PreviousUntil, [property: Id(3)] ImmutableArray<EarlierSecret> Earlier = default)
{
    /// <summary>Everything that signs, the current secret first.</summary>
    public IEnumerable<string> All => [Current, .. Previous is null ? Array.Empty<string>() : [Previous], .. Replaced.Select(secret => secret.Secret)];

    /// <summary><see cref="Earlier"/>, or nothing where a silo of an earlier version returned none.</summary>
    public ImmutableArray<EarlierSecret> Replaced => Earlier.IsDefault ? [] : Earlier;

    /// <summary>Compares the secrets, not the array that holds them.</summary>
    public bool Equals(WebhookSecrets? other) =>
        other is not null && Current == other.Current && Previous == other.Previous && PreviousUntil == other.PreviousUntil && Replaced.SequenceEqual(other.Replaced);

    public override int GetHashCode() => Current.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A secret that was replaced more than one rotation ago.</summary>
/// <param name="Until">When it stops signing.</param>
[GenerateSerializer, Immutable, Alias("earlier-webhook-secret")]
public sealed record EarlierSecret([property: Id(0)] string Secret, [property: Id(1)] DateTimeOffset Until);
