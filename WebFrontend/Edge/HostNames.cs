using System.Net;
using Microsoft.Extensions.Primitives;

namespace RetailPulse.Web.Edge;

/// <summary>The names of the service in the header <c>Host</c>: those of the setting <c>AllowedHosts</c>, those that it listens at, and those of loopback.</summary>
/// <remarks>
/// A page can have its own name resolve to the address of this service (DNS rebinding), and then calls it as its own origin. Only the name shows that.
/// </remarks>
internal sealed class HostNames
{
    /// <summary>ASP.NET's own setting: names separated by semicolons, <c>*.example.com</c> for those below a name, <c>*</c> for all.</summary>
    public const string Setting = "AllowedHosts";

    private readonly IList<StringSegment> configured;
    private readonly bool any;
    private readonly bool restricted;

    /// <param name="setting">Value of the setting.</param>
    /// <param name="listening">Hosts of the URLs that the service listens at, by which it is called too.</param>
    public HostNames(string? setting, params IEnumerable<string> listening)
    {
        var names = Split(setting);
        any = names.Contains("*");
        restricted = names.Length > 0;

        // As browsers send them: in ASCII.
        configured = [.. names.Concat(listening).Select(name => new StringSegment(new HostString(name).ToUriComponent()))];
    }

    /// <summary>What is wrong with the setting; <see langword="null"/> if nothing is.</summary>
    public static string? Problem(string? setting) => Split(setting).FirstOrDefault(name => !IsName(name)) is { } wrong
        ? $"{Setting} has '{wrong}', which is not a host name; write names without scheme, port and path, separated by semicolons."
        : null;

    /// <summary>Whether the service answers to a host.</summary>
    /// <param name="withoutKeys">Nothing but the name shows who calls: names that are not configured are refused.</param>
    /// <param name="local">The address of this machine at which the request arrived.</param>
    public bool Allow(HostString host, bool withoutKeys, IPAddress? local)
    {
        if (any || (!withoutKeys && !restricted) || IsLoopback(host)) return true;
        if (host.HasValue && HostString.MatchesAny(host.Value, configured)) return true;

        // Probes of an orchestrator call an address. With keys it is harmless: nobody can move an address.
        return !withoutKeys && TryReadAddress(host, out var named) && named.Equals(Unmapped(local));
    }

    /// <summary>Whether a host is <c>localhost</c> or an address of loopback.</summary>
    public static bool IsLoopback(HostString host) =>
        string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase) || (TryReadAddress(host, out var address) && IPAddress.IsLoopback(address));

    private static bool TryReadAddress(HostString host, out IPAddress address) => IPAddress.TryParse(host.Host.Trim('[', ']'), out address!);

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string[] Split(string? setting) => setting?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool IsName(string name)
    {
        var bare = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return name == "*" || Uri.CheckHostName(bare) is UriHostNameType.Dns or UriHostNameType.IPv4 || (bare.StartsWith('[') && IPAddress.TryParse(bare, out _));
    }
}
