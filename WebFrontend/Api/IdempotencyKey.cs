using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Api;

/// <summary>
/// The <c>Idempotency-Key</c> header. A key in quotes, as draft-ietf-httpapi-idempotency-key-header writes it, and the same key without
/// them are one key.
/// </summary>
/// <param name="Text">The key without its quotes.</param>
/// <param name="Sent">The header as it was sent.</param>
internal sealed record IdempotencyKey(string Text, string Sent)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";

    private const int MaxLength = 255;
    private const string HashPrefix = "sha256:";

    /// <summary>Returns one key of 1 to 255 visible ASCII characters; <see langword="null"/> if the header has none.</summary>
    public static IdempotencyKey? Read(StringValues header)
    {
        if (header is not [{ } sent] || !sent.All(character => character is > ' ' and <= '~'))
            return null;
        var text = Unquote(sent) ?? sent;
        return text.Length is >= 1 and <= MaxLength ? new IdempotencyKey(text, sent) : null;
    }

    /// <summary>
    /// Returns the key of the grain that remembers the job. It contains no text of the client, which a storage provider could misinterpret.
    /// </summary>
    public string GrainKey(string tenant) =>
        $"{HashPrefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant} {Text}")))}";

    /// <summary>Returns the keys under which earlier versions remembered the job: the text of the client, with or without quotes.</summary>
    /// <remarks>A text in the form of <see cref="GrainKey"/> is none of them, because it could be the key of another tenant.</remarks>
    public ImmutableArray<string> EarlierGrainKeys(string tenant) =>
        [
            .. new[] { Sent, Text, $"\"{Text}\"" }
                .Distinct()
                .Select(key => tenant == JobSubmission.DefaultTenant ? WithoutBraces(key) : $"{tenant} {WithoutBraces(key)}")
                .Where(key => !key.StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase)),
        ];

    /// <summary>
    /// Replaces braces, as earlier versions did: the storage provider of Orleans 10.4.2 treats the key of a grain as a format string.
    /// </summary>
    private static string WithoutBraces(string key) => key.Replace('{', '«').Replace('}', '»');

    /// <summary>Parses a string according to RFC 8941, section 3.3.3; returns <see langword="null"/> if the text is not one.</summary>
    private static string? Unquote(string text)
    {
        if (text is not ['"', .. var inner, '"'])
            return null;
        var unquoted = new StringBuilder();
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] == '"')
                return null;
            if (inner[at] == '\\' && (++at == inner.Length || inner[at] is not ('"' or '\\')))
                return null;
            unquoted.Append(inner[at]);
        }

        return unquoted.ToString();
    }
}
