using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>
/// A tenant's secrets as they are stored. Schema 1 lacks <see cref="Earlier"/>, whose default it means; up to schema 2 all are in clear text, and since
/// then they are what <see cref="Secrets.SecretCipher"/> makes of them.
/// </summary>
internal sealed class StoredWebhookSecrets
{
    /// <summary>Maximum number of secrets that sign alongside the current one: each adds 47 bytes to every webhook's headers.</summary>
    public const int MostPrevious = 24;

    /// <summary>How long receivers have to learn of a new secret.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public int Schema { get; set; } = 3;
    public string Current { get; set; } = "";
    public string? Previous { get; set; }
    public DateTimeOffset? PreviousUntil { get; set; }
    public IReadOnlyList<StoredWebhookSecret> Earlier { get; set; } = [];

    /// <summary>Returns whether there is room for one more secret. A secret that receivers may still have is never dropped to make room.</summary>
    public bool MayRotateAt(DateTimeOffset now) => PreviousAt(now).Count() < MostPrevious;

    /// <summary>Replaces the current secret, which signs for 24 hours more, as does every earlier one until its own time is over.</summary>
    public StoredWebhookSecrets Rotate(string next, DateTimeOffset now) =>
        new() { Current = next, Previous = Current, PreviousUntil = now + Overlap, Earlier = [.. PreviousAt(now)] };

    /// <summary>Returns the secrets that sign at <paramref name="now"/>.</summary>
    public WebhookSecrets At(DateTimeOffset now) => PreviousAt(now).ToArray() is [var previous, .. var earlier]
        ? new WebhookSecrets(Current, previous.Secret, previous.Until, [.. earlier.Select(secret => new EarlierSecret(secret.Secret, secret.Until))])
        : new WebhookSecrets(Current, null, null, []);

    /// <summary>Returns whether all secrets are as <paramref name="condition"/> says.</summary>
    public bool All(Func<string, bool> condition) => condition(Current) && (Previous is null || condition(Previous)) && Earlier.All(secret => condition(secret.Secret));

    /// <summary>Replaces the text of every secret.</summary>
    public StoredWebhookSecrets Select(Func<string, string> replace) => new()
    {
        Current = replace(Current),
        Previous = Previous is null ? null : replace(Previous),
        PreviousUntil = PreviousUntil,
        Earlier = [.. Earlier.Select(secret => secret with { Secret = replace(secret.Secret) })],
    };

    /// <summary>Newest first.</summary>
    private IEnumerable<StoredWebhookSecret> PreviousAt(DateTimeOffset now)
    {
        if (Previous is not null && PreviousUntil > now) yield return new StoredWebhookSecret(Previous, PreviousUntil.Value);
        foreach (var secret in Earlier)
        {
            if (secret.Until > now) yield return secret;
        }
    }
}

/// <summary>A replaced secret, and when it stops signing.</summary>
internal sealed record StoredWebhookSecret(string Secret, DateTimeOffset Until);
