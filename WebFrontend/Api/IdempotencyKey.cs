using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The <c>Idempotency-Key</c> header. A key in quotes, as draft-ietf-httpapi-idempotency-key-header writes it, and the same key without them are one key.</summary>
/// <param name="Text">The key without its quotes.</param>
/// <param name="Sent">The header as it came.</param>
internal sealed record IdempotencyKey(string Text, string Sent)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";

    private const int MaxLength = 255;

    /// <summary>Returns one key of 1 to 255 visible ASCII characters; <see langword="null"/> when the header has none.</summary>
    public static IdempotencyKey? Read(StringValues header)
    {
        if (header is not [{ } sent] || !sent.All(character => character is > ' ' and <= '~')) return null;
        var text = Unquote(sent) ?? sent;
        return text.Length is >= 1 and <= MaxLength ? new IdempotencyKey(text, sent) : null;
    }

    /// <summary>The key of the grain that remembers the job. It has no text of the client, which a storage provider may take for something else.</summary>
    public string GrainKey(string tenant) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant} {Text}")))}";

    /// <summary>The keys under which earlier versions remembered the job: the text of the client, with or without quotes.</summary>
    public ImmutableArray<string> EarlierGrainKeys(string tenant) =>
        [.. new[] { Sent, Text, $"\"{Text}\"" }.Distinct().Select(key => tenant == JobSubmission.DefaultTenant ? WithoutBraces(key) : $"{tenant} {WithoutBraces(key)}")];

    /// <summary>Orleans' storage provider takes a grain's key for a format (seen with version 10.4.2), so earlier versions replaced braces.</summary>
    private static string WithoutBraces(string key) => key.Replace('{', '«').Replace('}', '»');

    /// <summary>A string of RFC 8941, section 3.3.3; <see langword="null"/> when the text is not one.</summary>
    private static string? Unquote(string text)
    {
        if (text is not ['"', .. var inner, '"']) return null;
        var unquoted = new StringBuilder();
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] == '"') return null;
            if (inner[at] == '\\' && (++at == inner.Length || inner[at] is not ('"' or '\\'))) return null;
            unquoted.Append(inner[at]);
        }

        return unquoted.ToString();
    }
}
