using System.Net;
using RetailPulse.Web.Edge;

namespace RetailPulse.Web.Access;

/// <summary>Where the configuration lets the server listen.</summary>
internal static class Listening
{
    /// <summary>An address that others than this machine may reach; <see langword="null"/> when there is none.</summary>
    public static string? FindBeyondLoopback(IConfiguration configuration) => Addresses(configuration).FirstOrDefault(IsBeyondLoopback);

    /// <summary>Host names and addresses that the configuration listens at, without wildcards.</summary>
    public static IEnumerable<string> Hosts(IConfiguration configuration) =>
        Addresses(configuration).Select(BindingAddress.Parse).Where(binding => !binding.IsUnixPipe && !binding.IsNamedPipe).Select(binding => binding.Host)
            .Where(host => host is not ("*" or "+" or "0.0.0.0" or "[::]"));

    /// <summary>
    /// Kestrel's own endpoints take the place of the others; as which ones count depends on more than that, all do. The port for probes does not: nothing else
    /// is served there.
    /// </summary>
    private static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "");
        return urls.Concat(endpoints).Where(address => address.Length > 0 && address != ProbePort.UrlOf(configuration));
    }

    /// <summary>A name that is no address is listened to on every address, whatever it stands for.</summary>
    private static bool IsBeyondLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.IsUnixPipe || binding.IsNamedPipe || string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase)) return false;
        return !IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) || !IPAddress.IsLoopback(ip);
    }

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
