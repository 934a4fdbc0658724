using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>The stored document of a tenant's secrets.</summary>
/// <remarks>
/// Schema 1 lacks <see cref="Earlier"/>, which then has its default. Up to schema 2, all secrets are in clear text; since schema 3,
/// <see cref="Secrets.SecretCipher"/> protects them.
/// </remarks>
internal sealed class StoredWebhookSecrets
{
    /// <summary>
    /// Maximum number of secrets that sign alongside the current one: 24. Each adds 47 bytes to the headers of every webhook.
    /// </summary>
    public const int MaxPrevious = 24;

    /// <summary>Time that receivers have to adopt a new secret.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public int Schema { get; set; } = 3;
    public string Current { get; set; } = "";
    public string? Previous { get; set; }
    public DateTimeOffset? PreviousUntil { get; set; }
    public IReadOnlyList<StoredWebhookSecret> Earlier { get; set; } = [];

    /// <summary>
    /// Returns whether there is room for another secret. A secret that receivers may still use is never dropped to make room.
    /// </summary>
    public bool MayRotateAt(DateTimeOffset now) => PreviousAt(now).Count() < MaxPrevious;

    /// <summary>Replaces the current secret, which signs for another 24 hours. Earlier secrets keep their own expiry.</summary>
    public StoredWebhookSecrets Rotate(string next, DateTimeOffset now) =>
        new()
        {
            Current = next,
            Previous = Current,
            PreviousUntil = now + Overlap,
            Earlier = [.. PreviousAt(now)],
        };

    /// <summary>Returns the secrets that sign at <paramref name="now"/>.</summary>
    public WebhookSecrets At(DateTimeOffset now) =>
        PreviousAt(now).ToArray() is [var previous, .. var earlier]
            ? new WebhookSecrets(
                Current,
                previous.Secret,
                previous.Until,
                [.. earlier.Select(secret => new EarlierSecret(secret.Secret, secret.Until))]
            )
            : new WebhookSecrets(Current, null, null, []);

    /// <summary>Returns whether all secrets meet <paramref name="condition"/>.</summary>
    public bool All(Func<string, bool> condition) =>
        condition(Current) && (Previous is null || condition(Previous)) && Earlier.All(secret => condition(secret.Secret));

    /// <summary>Replaces the text of every secret.</summary>
    public StoredWebhookSecrets Select(Func<string, string> replace) =>
        new()
        {
            Current = replace(Current),
            Previous = Previous is null ? null : replace(Previous),
            PreviousUntil = PreviousUntil,
            Earlier = [.. Earlier.Select(secret => secret with { Secret = replace(secret.Secret) })],
        };

    /// <summary>Returns the replaced secrets that still sign, newest first.</summary>
    private IEnumerable<StoredWebhookSecret> PreviousAt(DateTimeOffset now)
    {
        if (Previous is not null && PreviousUntil > now)
            yield return new StoredWebhookSecret(Previous, PreviousUntil.Value);
        foreach (var secret in Earlier)
        {
            if (secret.Until > now)
                yield return secret;
        }
    }
}

/// <summary>A replaced secret and the time at which it stops signing.</summary>
internal sealed record StoredWebhookSecret(string Secret, DateTimeOffset Until);
