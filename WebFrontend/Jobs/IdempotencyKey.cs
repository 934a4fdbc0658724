using Microsoft.Extensions.Primitives;

namespace RetailPulse.Web.Jobs;

/// <summary>The <c>Idempotency-Key</c> header.</summary>
/// <remarks>draft-ietf-httpapi-idempotency-key-header; the key is taken as it stands, quoted or not.</remarks>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";

    private const int MaxLength = 255;

    /// <summary>One key of 1 to 255 visible ASCII characters.</summary>
    public static bool IsValid(StringValues header) =>
        header is [{ Length: >= 1 and <= MaxLength } key] && key.All(character => character is > ' ' and <= '~');
}
