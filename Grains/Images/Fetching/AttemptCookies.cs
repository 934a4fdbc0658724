using System.Globalization;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>The cookies that redirects of one attempt have set. Some hosts redirect in a loop until they receive them.</summary>
/// <remarks>
/// A subset of RFC 6265: a cookie is sent only to the host that set it, regardless of its <c>Domain</c>, and is dropped when the attempt
/// ends. Therefore no list of public suffixes is needed, and images do not share cookies.
/// </remarks>
internal sealed class AttemptCookies
{
    private const int MaxCookies = 20;
    private const int MaxLength = 4 * 1024;

    /// <summary>Created on demand, because most attempts are not redirected.</summary>
    private List<Cookie>? kept;

    /// <summary>Stores the cookies of a response. Returns whether any cookie changed.</summary>
    public bool Store(Uri url, HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.NonValidated.TryGetValues("Set-Cookie", out var fields))
            return false;
        var cookies = kept ??= [];
        var before = cookies.ToArray();
        foreach (var field in fields)
            Store(cookies, url, field, now);
        return !cookies.SequenceEqual(before);
    }

    /// <summary>Returns the <c>Cookie</c> header of a request; <see langword="null"/> if there is nothing to send.</summary>
    public string? For(Uri url)
    {
        if (kept is null)
            return null;
        var sent = kept.Where(cookie => cookie.GoesTo(url))
            .OrderByDescending(cookie => cookie.Path.Length)
            .Select(cookie => $"{cookie.Name}={cookie.Value}")
            .ToArray();
        return sent.Length == 0 ? null : string.Join("; ", sent);
    }

    private static void Store(List<Cookie> cookies, Uri url, string field, DateTimeOffset now)
    {
        if (field.Length > MaxLength || field.Any(char.IsControl) || field.Split(';') is not [var pair, .. var attributes])
            return;
        if (
            pair.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value]
            || !value.All(char.IsAscii)
            || !name.All(char.IsAscii)
        )
            return;
        var path = Attribute(attributes, "Path") is ['/', ..] given ? given : DefaultPath(url);
        var secure = Attribute(attributes, "Secure") is not null;
        if (secure && url.Scheme != Uri.UriSchemeHttps)
            return;
        var cookie = new Cookie(name, value, url.IdnHost, path, secure);
        var at = cookies.FindIndex(cookie.Replaces);
        if (IsExpired(attributes, now))
        {
            if (at >= 0)
                cookies.RemoveAt(at);
        }
        else if (at >= 0)
            cookies[at] = cookie;
        else if (cookies.Count < MaxCookies)
            cookies.Add(cookie);
    }

    /// <summary>Returns the last attribute with a name; an empty string if it has no value.</summary>
    private static string? Attribute(string[] attributes, string name) =>
        attributes
            .Select(attribute => attribute.Split('=', 2, StringSplitOptions.TrimEntries))
            .LastOrDefault(parts => parts[0].Equals(name, StringComparison.OrdinalIgnoreCase))
            is { } found
            ? found.ElementAtOrDefault(1) ?? ""
            : null;

    private static bool IsExpired(string[] attributes, DateTimeOffset now) =>
        long.TryParse(Attribute(attributes, "Max-Age"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? seconds <= 0
            : DateTimeOffset.TryParse(
                Attribute(attributes, "Expires"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var end
            )
                && end <= now;

    /// <summary>Returns the default path of a cookie (RFC 6265, section 5.1.4).</summary>
    private static string DefaultPath(Uri url)
    {
        var path = PathOf(url);
        return path.LastIndexOf('/') is > 0 and var end ? path[..end] : "/";
    }

    private static string PathOf(Uri url) => url.PathAndQuery.Split('?')[0];

    private sealed record Cookie(string Name, string Value, string Host, string Path, bool Secure)
    {
        public bool Replaces(Cookie other) => (Name, Host, Path) == (other.Name, other.Host, other.Path);

        public bool GoesTo(Uri url) => Host == url.IdnHost && (!Secure || url.Scheme == Uri.UriSchemeHttps) && Covers(PathOf(url));

        private bool Covers(string path) =>
            path.StartsWith(Path, StringComparison.Ordinal)
            && (path.Length == Path.Length || Path.EndsWith('/') || path[Path.Length] == '/');
    }
}
