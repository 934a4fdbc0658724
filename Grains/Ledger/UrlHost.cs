using RetailPulse.Hosts;

namespace RetailPulse.Grains.Ledger;

/// <summary>Extracts the host from a URL as the client wrote it. PostgreSQL's ledger uses a regular expression for the same.</summary>
/// <remarks>
/// Each URL is absolute, <c>http</c> or <c>https</c>, and has no user info. Only ASCII letters are lowered, as <see cref="HostName"/> says.
/// </remarks>
internal static class UrlHost
{
    /// <summary>
    /// Maximum length of a host with its port, in characters. Longer ones are cut off: an entry of an index of PostgreSQL has at most about
    /// 2,700 bytes. DNS allows 253 characters (RFC 1035, section 2.3.4).
    /// </summary>
    public const int MaxLength = 260;

    /// <summary>
    /// Returns whether a URL is at a host. A host without a port matches all of its ports, and with an empty one, as in
    /// <c>a.example:</c>, that of the scheme (RFC 3986, section 3.2.3).
    /// </summary>
    /// <param name="host">In lower case.</param>
    public static bool Matches(string url, string host) =>
        host.EndsWith(':') ? WithPort(url) == host[..^1] : host == Of(url) || host == WithPort(url);

    /// <summary>Returns the host in lower case, without port. An IPv6 address keeps its brackets.</summary>
    public static string Of(string url) => HostName.Lower(Split(url, out _).ToString());

    /// <summary>
    /// Returns the host, with its port unless that is the scheme's default, because two ports of one host are two servers. Not longer than
    /// <see cref="MaxLength"/>.
    /// </summary>
    /// <param name="url">Absolute <c>http</c> or <c>https</c>, without user info.</param>
    public static string WithPort(string url)
    {
        var host = Split(url, out var port);
        var standard = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? "443" : "80";
        return CutOff(HostName.Lower(port.IsEmpty || port.SequenceEqual(standard) ? host.ToString() : $"{host}:{port}"));
    }

    private static string CutOff(string host) => host.Length <= MaxLength ? host : string.Concat(host.EnumerateRunes().Take(MaxLength));

    private static ReadOnlySpan<char> Split(string url, out ReadOnlySpan<char> port)
    {
        var authority = url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny(@"/\?#");
        if (end >= 0)
            authority = authority[..end];
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        port = hasPort ? authority[(colon + 1)..].TrimStart('0') : [];
        return hasPort ? authority[..colon] : authority;
    }
}
