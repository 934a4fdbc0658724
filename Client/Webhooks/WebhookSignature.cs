using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.Client;

/// <summary>Verifies that the service sent a webhook.</summary>
/// <remarks>Standard Webhooks 1.0, symmetric signatures (<c>v1</c>).</remarks>
public static class WebhookSignature
{
    /// <summary>The header that names the message; the same for every attempt to deliver it.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in seconds since 1970-01-01 UTC.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with one or more signatures, separated by spaces.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Returns whether a webhook is authentic. Verify the bytes as they were received, before anything parses them.
    /// </summary>
    /// <param name="secret">Secret in base64, with or without <c>whsec_</c> before it.</param>
    /// <param name="id">Value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">Value of <see cref="TimestampHeader"/>.</param>
    /// <param name="signatures">Value of <see cref="SignatureHeader"/>.</param>
    /// <param name="body">Bytes of the body, as received.</param>
    /// <param name="time">Clock that the timestamp is compared with. Default: the system clock.</param>
    /// <returns>
    /// <see langword="true"/> if one of the signatures is that of the secret over id, timestamp, and body, and the timestamp is at most five
    /// minutes from now; otherwise, or if a header is missing, <see langword="false"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException">The secret is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">The secret is not valid base64.</exception>
    public static bool IsValid(
        string secret,
        string? id,
        string? timestamp,
        string? signatures,
        ReadOnlySpan<byte> body,
        TimeProvider? time = null
    )
    {
        ArgumentNullException.ThrowIfNull(secret);
        var key = Convert.FromBase64String(
            secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret
        );
        if (string.IsNullOrEmpty(id) || signatures is null || !IsRecent(timestamp, (time ?? TimeProvider.System).GetUtcNow()))
            return false;
        var expected = HMACSHA256.HashData(key, Signed(id, timestamp!, body));

        // Compares all signatures, so that timing does not reveal a partial match.
        var found = false;
        foreach (var signature in signatures.Split(' '))
            found |= Matches(signature, expected);
        return found;
    }

    private static byte[] Signed(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];

    private static bool IsRecent(string? timestamp, DateTimeOffset now) =>
        timestamp?.All(char.IsAsciiDigit) == true
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Tolerance.TotalSeconds;

    private static bool Matches(string signature, ReadOnlySpan<byte> expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64String(signature[Version.Length..], given, out var length)
            && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
