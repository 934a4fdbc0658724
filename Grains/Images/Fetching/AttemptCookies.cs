using System.Globalization;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>The cookies that redirects of one attempt have set. Some hosts lead a client in a circle until it sends them back.</summary>
/// <remarks>
/// RFC 6265, with less than it allows: a cookie goes back to the host that set it and to no other, regardless of its <c>Domain</c>, and is forgotten when the attempt
/// ends. So no list of public suffixes is needed, and images do not share cookies.
/// </remarks>
internal sealed class AttemptCookies
{
    private const int Most = 20;
    private const int Longest = 4 * 1024;

    /// <summary>Most attempts are not redirected at all.</summary>
    private List<Cookie>? kept;

    /// <summary>Keeps the cookies of a response. Returns whether there are other cookies now.</summary>
    public bool Take(Uri url, HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.NonValidated.TryGetValues("Set-Cookie", out var fields)) return false;
        var cookies = kept ??= [];
        var before = cookies.ToArray();
        foreach (var field in fields) Take(cookies, url, field, now);
        return !cookies.SequenceEqual(before);
    }

    /// <summary>The field <c>Cookie</c> of a request; <see langword="null"/> when there is nothing to send.</summary>
    public string? For(Uri url)
    {
        if (kept is null) return null;
        var sent = kept.Where(cookie => cookie.GoesTo(url)).OrderByDescending(cookie => cookie.Path.Length).Select(cookie => $"{cookie.Name}={cookie.Value}").ToArray();
        return sent.Length == 0 ? null : string.Join("; ", sent);
    }

    private static void Take(List<Cookie> cookies, Uri url, string field, DateTimeOffset now)
    {
        if (field.Length > Longest || field.Any(char.IsControl) || field.Split(';') is not [var pair, .. var attributes]) return;
        if (pair.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value] || !value.All(char.IsAscii) || !name.All(char.IsAscii)) return;
        var path = Attribute(attributes, "Path") is ['/', ..] given ? given : DefaultPath(url);
        var secure = Attribute(attributes, "Secure") is not null;
        if (secure && url.Scheme != Uri.UriSchemeHttps) return;
        var cookie = new Cookie(name, value, url.IdnHost, path, secure);
        var at = cookies.FindIndex(cookie.Replaces);
        if (IsOver(attributes, now))
        {
            if (at >= 0) cookies.RemoveAt(at);
        }
        else if (at >= 0) cookies[at] = cookie;
        else if (cookies.Count < Most) cookies.Add(cookie);
    }

    /// <summary>The last attribute of a name counts; one without a value is empty.</summary>
    private static string? Attribute(string[] attributes, string name) => attributes
        .Select(attribute => attribute.Split('=', 2, StringSplitOptions.TrimEntries))
        .LastOrDefault(parts => parts[0].Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found ? found.ElementAtOrDefault(1) ?? "" : null;

    private static bool IsOver(string[] attributes, DateTimeOffset now) =>
        long.TryParse(Attribute(attributes, "Max-Age"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? seconds <= 0
            : DateTimeOffset.TryParse(Attribute(attributes, "Expires"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) && end <= now;

    /// <summary>RFC 6265, section 5.1.4.</summary>
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
            path.StartsWith(Path, StringComparison.Ordinal) && (path.Length == Path.Length || Path.EndsWith('/') || path[Path.Length] == '/');
    }
}
