using System.Collections.Immutable;

namespace RetailPulse.Webhooks;

/// <summary>Holds the secrets that sign the webhooks of one tenant. Key: the tenant's name.</summary>
[Alias("webhook-secret"), Version(1)]
public interface IWebhookSecretGrain : IGrainWithStringKey
{
    /// <summary>Returns the secrets in force. The first call creates a secret and stores it durably before it returns.</summary>
    [Alias("get"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<WebhookSecrets> GetAsync();

    /// <summary>Replaces <paramref name="current"/>, which keeps signing for 24 hours.</summary>
    /// <remarks>
    /// Nothing changes if another secret is current, so a repeated call rotates only once. Nothing changes either if the maximum number of
    /// replaced secrets still sign; the result then has <paramref name="current"/> as before.
    /// </remarks>
    [Alias("rotate"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<WebhookSecrets> RotateAsync(string current);
}

/// <summary>A tenant's secrets, each in the format of Standard Webhooks: <c>whsec_</c> and the base64 of 32 bytes.</summary>
/// <param name="Previous">
/// Most recently replaced secret, which signs until <paramref name="PreviousUntil"/>; <see langword="null"/> if none signs any more.
/// </param>
/// <param name="Earlier">The other replaced secrets that still sign, newest first.</param>
[GenerateSerializer, Immutable, Alias("webhook-secrets")]
public sealed record WebhookSecrets(
    [property: Id(0)] string Current,
    [property: Id(1)] string? Previous,
    [property: Id(2)] DateTimeOffset? PreviousUntil,
    [property: Id(3)] ImmutableArray<EarlierSecret> Earlier = default
)
{
    /// <summary>All secrets that sign, the current one first.</summary>
    public IEnumerable<string> All =>
        [Current, .. Previous is null ? Array.Empty<string>() : [Previous], .. Replaced.Select(secret => secret.Secret)];

    /// <summary><see cref="Earlier"/>, or an empty list if a silo of an earlier version returned none.</summary>
    public ImmutableArray<EarlierSecret> Replaced => Earlier.IsDefault ? [] : Earlier;

    /// <summary>Compares the secrets, not the array that holds them.</summary>
    public bool Equals(WebhookSecrets? other) =>
        other is not null
        && Current == other.Current
        && Previous == other.Previous
        && PreviousUntil == other.PreviousUntil
        && Replaced.SequenceEqual(other.Replaced);

    public override int GetHashCode() => Current.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A secret that was replaced more than one rotation ago.</summary>
/// <param name="Until">Time at which the secret stops signing.</param>
[GenerateSerializer, Immutable, Alias("earlier-webhook-secret")]
public sealed record EarlierSecret([property: Id(0)] string Secret, [property: Id(1)] DateTimeOffset Until);
