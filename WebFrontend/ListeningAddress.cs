namespace RetailPulse.Web;

/// <summary>Turns what a server listens on into what a client on the same machine calls.</summary>
internal static class ListeningAddress
{
    /// <param name="listening">As in <c>--urls</c>, such as <c>http://+:8080</c>.</param>
    public static Uri ForThisMachine(string listening)
    {
        var address = new UriBuilder(listening
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal));
        if (address.Host is "0.0.0.0" or "[::]") address.Host = "localhost";
        return address.Uri;
    }
}
