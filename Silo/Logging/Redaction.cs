using System.Buffers;
using System.Text.RegularExpressions;

namespace RetailPulse.Silo.Logging;

/// <summary>Removes secrets from logged text.</summary>
/// <remarks>
/// It removes query strings (which may presign URLs), user info of URLs, webhook secrets, API keys, and passwords of connection strings. No
/// code of the service logs these on purpose, but the web server logs requests at finer levels, and exceptions quote their input.
/// </remarks>
internal static partial class Redaction
{
    private const string Mark = "[redacted]";

    /// <summary>Substrings at least one of which every secret contains. Text without them is returned unchanged.</summary>
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["?", "@", "whsec_", "rp_", "password", "pwd", "bearer"],
        StringComparison.OrdinalIgnoreCase
    );

    public static string Apply(string text)
    {
        if (!text.AsSpan().ContainsAny(Signs))
            return text;
        text = Query().Replace(text, $"?{Mark}");
        text = UserInfo().Replace(text, $"://{Mark}@");
        text = WebhookSecret().Replace(text, $"whsec_{Mark}");
        text = ApiKey().Replace(text, $"rp_{Mark}");
        text = Password().Replace(text, $"$1={Mark}");
        return Bearer().Replace(text, $"$1 {Mark}");
    }

    /// <summary>
    /// Matches a query string. In prose, a space, a bracket, or nothing follows a question mark; in a type name, <c>[]</c> follows.
    /// </summary>
    [GeneratedRegex("""\?(?!\[\](?:[\s,>)]|$))[^\s"'<>(),;\]}?][^\s"'<>]*""")]
    private static partial Regex Query();

    [GeneratedRegex("""://[^\s/?#"'<>@]{1,1000}@""")]
    private static partial Regex UserInfo();

    [GeneratedRegex("whsec_[A-Za-z0-9+/=_-]+")]
    private static partial Regex WebhookSecret();

    [GeneratedRegex("rp_[A-Za-z0-9_-]{20,}")]
    private static partial Regex ApiKey();

    [GeneratedRegex("""(password|pwd)\s*=\s*("[^"]*"|'[^']*'|[^;\s"']+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("(bearer) +[A-Za-z0-9._~+/=-]{12,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();
}
