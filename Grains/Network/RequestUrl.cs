using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetailPulse.Grains.Network;

/// <summary>Parses URLs so that they are requested as written, because a signature may cover each byte of the path and the query.</summary>
/// <remarks>
/// By default, <see cref="Uri"/> would request <c>/A</c> for <c>/%41</c>. Like browsers (https://url.spec.whatwg.org), this class changes
/// only what cannot be part of a request: it removes blanks around the URL and its fragment, replaces backslashes in the path by slashes,
/// resolves dot segments, and escapes characters that RFC 3986 does not allow as UTF-8.
/// </remarks>
internal static class RequestUrl
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%"
    );

    /// <summary>Returns an absolute <c>http</c> or <c>https</c> URL; <see langword="null"/> if <paramref name="url"/> is not one.</summary>
    public static Uri? Parse(string url)
    {
        url = url.Trim(' ');
        var start =
            url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : 0;
        if (start == 0)
            return null;
        if (IsAsRequested(url, start))
            return Uri.TryCreate(url, AsWritten, out var unchanged) ? unchanged : null;
        var authority = url.AsSpan(start).IndexOfAny(@"/\?#") is >= 0 and var end ? url[..(start + end)] : url;
        var (path, query) = Split(WithoutFragment(url[authority.Length..]));
        path = ResolveDots(path.Replace('\\', '/'));
        return Uri.TryCreate($"{authority}{Escape(path)}{Escape(query)}", AsWritten, out var parsed) ? parsed : null;
    }

    /// <summary>
    /// Returns the target of <paramref name="location"/>, relative to <paramref name="from"/> (RFC 3986, section 5.2);
    /// <see langword="null"/> if it is invalid.
    /// </summary>
    public static Uri? Resolve(Uri from, string location)
    {
        location = WithoutFragment(location.Trim(' '));
        if (HasScheme(location))
            return Parse(location);

        // Browsers interpret these as the beginning of another host, and other programs as a path.
        if (location.StartsWith('\\') || location.StartsWith(@"/\", StringComparison.Ordinal))
            return null;
        if (location.StartsWith("//", StringComparison.Ordinal))
            return Parse($"{from.Scheme}:{location}");
        var (path, query) = Split(from.PathAndQuery);
        return Parse(
            from.GetLeftPart(UriPartial.Authority)
                + location switch
                {
                    "" => path + query,
                    ['/', ..] => location,
                    ['?', ..] => path + location,
                    _ => path[..(path.LastIndexOf('/') + 1)] + location,
                }
        );
    }

    /// <summary>Returns whether nothing of a URL has to be changed: it has a path, no dot segment, and only characters that are allowed.</summary>
    private static bool IsAsRequested(string url, int start) =>
        !url.AsSpan(start).ContainsAnyExcept(Allowed)
        && url.AsSpan(start).IndexOfAny('/', '?') is >= 0 and var end
        && url[start + end] == '/'
        && !HasDots(url);

    private static bool HasDots(string text) =>
        text.Contains("/.", StringComparison.Ordinal) || text.Contains("/%2e", StringComparison.OrdinalIgnoreCase);

    private static string WithoutFragment(string url) => url.Split('#')[0];

    private static (string Path, string Query) Split(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        return (path.Length == 0 ? "/" : path, query < 0 ? "" : target[query..]);
    }

    /// <summary>Returns whether a location begins with a scheme (RFC 3986, section 3.1).</summary>
    /// <remarks>A colon after the first slash, question mark or number sign is part of a path or query.</remarks>
    private static bool HasScheme(string location) =>
        location.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !location.AsSpan(0, colon).ContainsAny('/', '?', '\\');

    /// <summary>Resolves dot segments (RFC 3986, section 5.2.4), including escaped ones, as browsers do.</summary>
    private static string ResolveDots(string path)
    {
        if (!HasDots(path))
            return path;
        var kept = new List<string>();
        var segments = path[1..].Split('/');
        for (var at = 0; at < segments.Length; at++)
        {
            var dots = Dots(segments[at]);
            if (dots == 0)
                kept.Add(segments[at]);
            if (dots == 2 && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            if (dots > 0 && at == segments.Length - 1)
                kept.Add("");
        }

        return $"/{string.Join('/', kept)}";
    }

    private static int Dots(string segment) =>
        segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) switch
        {
            "." => 1,
            ".." => 2,
            _ => 0,
        };

    private static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Allowed))
            return text;
        var escaped = new StringBuilder();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && Allowed.Contains((char)rune.Value))
                escaped.Append((char)rune.Value);
            else
                AppendEscaped(escaped, bytes[..rune.EncodeToUtf8(bytes)]);
        }

        return escaped.ToString();
    }

    private static void AppendEscaped(StringBuilder escaped, ReadOnlySpan<byte> bytes)
    {
        foreach (var part in bytes)
            escaped.Append('%').Append(part.ToString("X2", CultureInfo.InvariantCulture));
    }
}
