namespace RetailPulse.WebFrontend.Edge;

/// <summary>Converts an address that a server listens on to one that a client on the same machine can call.</summary>
internal static class ListeningAddress
{
    /// <param name="listening">Address in the form of <c>--urls</c>, such as <c>http://+:8080</c>.</param>
    public static Uri ForThisMachine(string listening)
    {
        var address = new UriBuilder(
            listening.Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal)
        );
        if (address.Host is "0.0.0.0" or "[::]")
            address.Host = "localhost";
        return address.Uri;
    }
}
