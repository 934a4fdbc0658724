namespace RetailPulse.Silo.Storage;

/// <summary>The host in a URL as the client wrote it: what PostgreSQL's ledger takes out with a regular expression.</summary>
/// <remarks>Each URL is absolute, <c>http</c> or <c>https</c>, and has no user info.</remarks>
internal static class UrlHost
{
    /// <summary>In lower case, without port; an IPv6 address keeps its brackets.</summary>
    public static string Of(string url) => Split(url, out _).ToString().ToLowerInvariant();

    /// <summary>Returns the host, and its port unless it is the scheme's default: two servers of one host are two.</summary>
    /// <param name="url">Absolute <c>http</c> or <c>https</c>, without user info.</param>
    public static string WithPort(string url)
    {
        var host = Split(url, out var port);
        var standard = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? "443" : "80";
        return port.IsEmpty || port.SequenceEqual(standard) ? host.ToString().ToLowerInvariant() : $"{host}:{port}".ToLowerInvariant();
    }

    private static ReadOnlySpan<char> Split(string url, out ReadOnlySpan<char> port)
    {
        var authority = url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny(@"/\?#");
        if (end >= 0) authority = authority[..end];
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        port = hasPort ? authority[(colon + 1)..].TrimStart('0') : [];
        return hasPort ? authority[..colon] : authority;
    }
}
