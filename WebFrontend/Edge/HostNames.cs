using System.Net;
using Microsoft.Extensions.Primitives;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>
/// The names of the service that the <c>Host</c> header may contain: those in the <c>AllowedHosts</c> setting, those that it listens on,
/// and those of loopback.
/// </summary>
/// <remarks>
/// A web page can make its own name resolve to the address of this service (DNS rebinding) and then call it as its own origin. Only the
/// host name reveals this.
/// </remarks>
internal sealed class HostNames
{
    /// <summary>ASP.NET's own setting: names separated by semicolons, <c>*.example.com</c> for subdomains, <c>*</c> for all.</summary>
    public const string Setting = "AllowedHosts";

    private readonly IList<StringSegment> configured;
    private readonly bool any;
    private readonly bool restricted;

    /// <param name="setting">Value of the setting.</param>
    /// <param name="listening">Hosts of the URLs that the service listens on, which clients may use too.</param>
    public HostNames(string? setting, params IEnumerable<string> listening)
    {
        var names = Split(setting);
        any = names.Contains("*");
        restricted = names.Length > 0;

        // Converted to ASCII, as browsers send them.
        configured = [.. names.Concat(listening).Select(name => new StringSegment(new HostString(name).ToUriComponent()))];
    }

    /// <summary>Returns what is wrong with the setting; <see langword="null"/> if it is valid.</summary>
    public static string? Problem(string? setting) =>
        Split(setting).FirstOrDefault(name => !IsName(name)) is { } wrong
            ? $"{Setting} has '{wrong}', which is not a host name; write names without scheme, port and path, separated by semicolons."
            : null;

    /// <summary>Returns whether the service accepts requests for a host.</summary>
    /// <param name="withoutKeys">
    /// Whether there are no keys, so that only the host name protects the service: names that are not configured are refused.
    /// </param>
    /// <param name="local">Address of this machine at which the request arrived.</param>
    public bool Allow(HostString host, bool withoutKeys, IPAddress? local)
    {
        if (any || (!withoutKeys && !restricted) || IsLoopback(host))
            return true;
        if (host.HasValue && HostString.MatchesAny(host.Value, configured))
            return true;

        // An orchestrator's probes use an IP address. With keys this is safe, because DNS rebinding needs a name.
        return !withoutKeys && TryReadAddress(host, out var named) && named.Equals(Unmapped(local));
    }

    /// <summary>Returns whether a host is <c>localhost</c> or a loopback address.</summary>
    public static bool IsLoopback(HostString host) =>
        string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (TryReadAddress(host, out var address) && IPAddress.IsLoopback(address));

    private static bool TryReadAddress(HostString host, out IPAddress address) =>
        IPAddress.TryParse(host.Host.Trim('[', ']'), out address!);

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string[] Split(string? setting) =>
        setting?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool IsName(string name)
    {
        var bare = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return name == "*"
            || Uri.CheckHostName(bare) is UriHostNameType.Dns or UriHostNameType.IPv4
            || (bare.StartsWith('[') && IPAddress.TryParse(bare, out _));
    }
}
