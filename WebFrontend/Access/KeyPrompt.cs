using System.Net.Http.Headers;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.Access;

/// <summary>
/// Metadata of a page for people: the browser prompts for the key and sends it as the password of HTTP Basic, with any user name.
/// </summary>
/// <remarks>
/// See RFC 7617. Other routes do not accept the key in this way, because a browser sends such a password automatically.
/// </remarks>
internal sealed class KeyPrompt
{
    public const string Challenge = "Basic realm=\"RetailPulse: API key as password\", charset=\"UTF-8\"";

    private const int MaxHeaderLength = 1_024;

    /// <summary>Returns the password of the request; empty if it has none.</summary>
    public static string PasswordOf(HttpRequest request)
    {
        var header = request.Headers[HeaderNames.Authorization].ToString();
        if (header.Length > MaxHeaderLength || !AuthenticationHeaderValue.TryParse(header, out var sent))
            return "";
        if (!string.Equals(sent.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || sent.Parameter is not { } parameter)
            return "";
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
            return "";
        var credentials = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : credentials[(colon + 1)..];
    }
}
