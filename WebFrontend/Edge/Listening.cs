using System.Net;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Finds the addresses that the server listens on, according to the configuration.</summary>
internal static class Listening
{
    /// <summary>Returns an address that other machines may reach; <see langword="null"/> if there is none.</summary>
    public static string? FindBeyondLoopback(IConfiguration configuration) => Addresses(configuration).FirstOrDefault(IsBeyondLoopback);

    /// <summary>Returns the host names and addresses that the configuration listens on, without wildcards.</summary>
    public static IEnumerable<string> Hosts(IConfiguration configuration) =>
        Addresses(configuration)
            .Select(BindingAddress.Parse)
            .Where(binding => !binding.IsUnixPipe && !binding.IsNamedPipe)
            .Select(binding => binding.Host)
            .Where(host => host is not ("*" or "+" or "0.0.0.0" or "[::]"));

    /// <summary>Returns all configured addresses except the probe port, which serves nothing else.</summary>
    /// <remarks>
    /// Kestrel's own endpoints replace the other addresses. Which ones take effect depends on more than that, so all are returned.
    /// </remarks>
    private static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "");
        return urls.Concat(endpoints).Where(address => address.Length > 0 && address != ProbePort.UrlOf(configuration));
    }

    /// <summary>
    /// Returns whether other machines may reach an address. A host name that is not an IP address listens on every address.
    /// </summary>
    private static bool IsBeyondLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.IsUnixPipe || binding.IsNamedPipe || string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            return false;
        return !IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) || !IPAddress.IsLoopback(ip);
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
