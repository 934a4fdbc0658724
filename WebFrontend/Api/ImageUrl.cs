using System.Net;
using RetailPulse.Images;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The rule for image URLs. Whether the service connects to an address is decided elsewhere.</summary>
internal static class ImageUrl
{
    public const string Rule = "must be an absolute http or https URL of at most 8,192 characters, without user info";

    public const int MaxLength = 8192;

    /// <summary>Removes surrounding white space, as browsers do. It comes with copies from spreadsheets and mail.</summary>
    public static string Trim(string url) => url.Trim(' ', '\t', '\n', '\r', '\f');

    /// <summary>
    /// Returns whether a URL is absolute, with <c>http</c> or <c>https</c>, at most 8,192 characters, and no user info or control
    /// characters.
    /// </summary>
    public static bool IsValid(string url)
    {
        if (url.Length > MaxLength || HasControl(url) || AuthorityStart(url) is not { } start || char.IsWhiteSpace(url[^1]))
            return false;
        var authority = url.AsSpan(start);
        var end = authority.IndexOfAny(@"/\?#");
        return !(end < 0 ? authority : authority[..end]).Contains('@') && Uri.TryCreate(url, UriKind.Absolute, out _);
    }

    /// <summary>Returns the host of a valid URL if it is an IP address in any notation; <see langword="null"/> if it is a name.</summary>
    public static ImageHost? AddressOf(string url)
    {
        var parsed = new Uri(url);
        return HostOf(parsed) is { } host && IPAddress.TryParse(host, out _) ? new ImageHost(host, parsed.Port) : null;
    }

    /// <summary>Returns the host in ASCII; <see langword="null"/> if it has no such form, so that it cannot be looked up either.</summary>
    private static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool HasControl(string url) =>
        url.AsSpan().ContainsAnyInRange('\u0000', '\u001f') || url.AsSpan().ContainsAnyInRange('\u007f', '\u009f');

    /// <summary>Returns the start of the authority. <see cref="Uri"/> would also accept <c>http:host</c> and <c>http:\\host</c>.</summary>
    private static int? AuthorityStart(string url)
    {
        foreach (var prefix in (string[])["https://", "http://"])
        {
            if (url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return prefix.Length;
        }

        return null;
    }
}
