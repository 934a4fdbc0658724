using System.Buffers;
using System.Text.RegularExpressions;

namespace RetailPulse.Silo.Logging;

/// <summary>
/// Removes what grants access from a text that is logged: query strings, which presign URLs, user info of URLs, webhook secrets, API keys, and passwords of
/// connection strings.
/// </summary>
/// <remarks>
/// No code of the service logs any of these on purpose, but the web server logs requests at finer levels, and exceptions quote what their throwers were
/// given.
/// </remarks>
internal static partial class Redaction
{
    private const string Mark = "[redacted]";

    /// <summary>A text with none of these has nothing to remove.</summary>
    private static readonly SearchValues<string> Signs = SearchValues.Create(["?", "@", "whsec_", "rp_", "password", "pwd", "bearer"], StringComparison.OrdinalIgnoreCase);

    public static string Apply(string text)
    {
        if (!text.AsSpan().ContainsAny(Signs)) return text;
        text = Query().Replace(text, $"?{Mark}");
        text = UserInfo().Replace(text, $"://{Mark}@");
        text = WebhookSecret().Replace(text, $"whsec_{Mark}");
        text = ApiKey().Replace(text, $"rp_{Mark}");
        text = Password().Replace(text, $"$1={Mark}");
        return Bearer().Replace(text, $"$1 {Mark}");
    }

    /// <summary>In prose, a question mark is followed by a space, a bracket, or nothing; in the name of a type, by <c>[]</c>.</summary>
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
