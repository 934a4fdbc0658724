namespace RetailPulse.Silo.Storage;

/// <summary>The host in a URL as the client wrote it: what PostgreSQL's ledger takes out with a regular expression.</summary>
internal static class UrlHost
{
    /// <summary>In lower case, without port; an IPv6 address keeps its brackets.</summary>
    /// <param name="url">Absolute <c>http</c> or <c>https</c>, without user info.</param>
    public static string Of(string url)
    {
        var authority = url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny(@"/\?#");
        if (end >= 0) authority = authority[..end];
        var port = authority.LastIndexOf(':');
        if (port > authority.LastIndexOf(']')) authority = authority[..port];
        return authority.ToString().ToLowerInvariant();
    }
}
