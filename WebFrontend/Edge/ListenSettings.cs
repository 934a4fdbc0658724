using Microsoft.Extensions.Options;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Converts the addresses to listen on to one list of URLs, regardless of how they were configured.</summary>
/// <remarks>
/// The sources are <c>--urls</c>, <c>ASPNETCORE_URLS</c>, <c>ASPNETCORE_HTTP_PORTS</c>, and <c>Urls</c> in a file.
/// </remarks>
internal static class ListenSettings
{
    private const string Default = "http://localhost:8080";
    private const int LastPort = 65_535;

    /// <exception cref="OptionsValidationException">The server cannot listen on an address, which the message names.</exception>
    public static void Apply(ConfigurationManager configuration)
    {
        var addresses = Find(configuration);
        string[] problems = [.. addresses.Select(Problem).OfType<string>()];
        if (problems.Length > 0)
            throw new OptionsValidationException(WebHostDefaults.ServerUrlsKey, typeof(ListenSettings), problems);
        configuration[WebHostDefaults.ServerUrlsKey] = string.Join(';', addresses);
        configuration[WebHostDefaults.HttpPortsKey] = configuration[WebHostDefaults.HttpsPortsKey] = "";
    }

    /// <summary>
    /// Returns the addresses of the source with the highest precedence, in any form. Within one source, URLs take precedence over ports.
    /// </summary>
    /// <remarks>The framework itself would let URLs of a file take precedence over ports of the environment.</remarks>
    private static string[] Find(ConfigurationManager configuration)
    {
        foreach (var source in ((IConfigurationRoot)configuration).Providers.Reverse())
        {
            string[] urls = Split(source, WebHostDefaults.ServerUrlsKey);
            if (urls.Length > 0)
                return urls;
            string[] ports =
            [
                .. Ports(source, WebHostDefaults.HttpPortsKey, "http"),
                .. Ports(source, WebHostDefaults.HttpsPortsKey, "https"),
            ];
            if (ports.Length > 0)
                return ports;
        }

        return [Default];
    }

    private static string? Problem(string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal))
            return $"'{address}' is not an address to listen at; write {(address.All(char.IsAsciiDigit) ? $"http://localhost:{address}" : "one such as http://localhost:8080")} in --urls or ASPNETCORE_URLS.";
        if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            return $"The address '{address}' to listen at must begin with http:// or https://.";
        if (TryParse(address) is not { } parsed)
            return $"The address '{address}' to listen at has no valid host or port; write one such as http://localhost:8080.";
        return parsed is { IsUnixPipe: false, IsNamedPipe: false, PathBase.Length: > 0 }
            ? $"The address '{address}' to listen at has a path; RetailPulse:Api:PathBase is the path below which a proxy serves the product."
            : null;
    }

    /// <summary>
    /// The framework takes a port that is not a number as part of the host's name, and any name for all addresses of the machine.
    /// </summary>
    private static BindingAddress? TryParse(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            if (parsed.IsUnixPipe || parsed.IsNamedPipe)
                return parsed;
            var hasHost = parsed.Host is "*" or "+" || Uri.CheckHostName(parsed.Host) != UriHostNameType.Unknown;
            return hasHost && parsed.Port is >= 0 and <= LastPort ? parsed : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Ports(IConfigurationProvider source, string key, string scheme) =>
        Split(source, key).Select(port => $"{scheme}://*:{port}");

    private static string[] Split(IConfigurationProvider source, string key) =>
        source.TryGet(key, out var list) && list is not null
            ? list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];
}
