using System.Net;
using RetailPulse.Images;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Which URLs a submission may carry. Where they lead is the fetcher's concern.</summary>
internal static class ImageUrl
{
    public const string Rule = "must be an absolute http or https URL of at most 8,192 characters, without user info";

    private const int MaxLength = 8192;

    /// <summary>Removes the blanks around a URL, as browsers do. Copies from spreadsheets and mails bring them along.</summary>
    public static string Trim(string url) => url.Trim(' ', '\t', '\n', '\r', '\f');

    /// <summary>Absolute <c>http</c> or <c>https</c>, without user info, of at most 8,192 characters.</summary>
    public static bool IsValid(string url)
    {
        if (url.Length > MaxLength || AuthorityStart(url) is not { } start || char.IsWhiteSpace(url[^1])) return false;
        var authority = url.AsSpan(start);
        var end = authority.IndexOfAny(@"/\?#");
        return !(end < 0 ? authority : authority[..end]).Contains('@') && Uri.TryCreate(url, UriKind.Absolute, out _);
    }

    /// <summary>The host of a valid URL when it is an address, in whatever form; <see langword="null"/> when it is a name.</summary>
    public static ImageHost? AddressOf(string url)
    {
        var parsed = new Uri(url);
        return IPAddress.TryParse(parsed.IdnHost, out _) ? new ImageHost(parsed.IdnHost, parsed.Port) : null;
    }

    /// <summary>The class that parses URLs would also take <c>http:host</c> and <c>http:\\host</c>.</summary>
    private static int? AuthorityStart(string url)
    {
        foreach (var prefix in (string[])["https://", "http://"])
        {
            if (url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return prefix.Length;
        }

        return null;
    }
}
