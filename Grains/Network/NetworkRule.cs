using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RetailPulse.Grains.Network;

/// <summary>A network that a setting allows or refuses.</summary>
/// <param name="Network">Exactly these addresses. An IPv4 network does not contain the IPv6 forms of its addresses.</param>
/// <param name="Port">Only port that the rule applies to; <see langword="null"/> for all ports.</param>
internal sealed partial record NetworkRule(IPNetwork Network, int? Port)
{
    /// <summary>
    /// Parses <c>CIDR</c> or <c>CIDR:port</c>, such as <c>10.1.0.0/16</c>, <c>127.0.0.1/32:9090</c>, <c>fd00::/8</c> or
    /// <c>::1/128:9090</c>. An IPv6 address or its whole network may be in brackets.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NetworkRule? rule)
    {
        rule = null;
        var parts = Form().Match(text);
        if (!parts.Success || ReadNetwork(parts.Groups["address"].Value, parts.Groups["length"].Value) is not { } network)
            return false;
        var port = parts.Groups["port"] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : (int?)null;
        if (port is 0 or > IPEndPoint.MaxPort)
            return false;
        rule = new NetworkRule(network, port);
        return true;
    }

    public bool Contains(IPAddress address, int port) => (Port is null || Port == port) && Network.Covers(address);

    /// <summary>Parses a network; <see langword="null"/> unless the text has exactly one meaning.</summary>
    /// <remarks>
    /// The parser of .NET also accepts <c>010.0.0.0/8</c> as 8.0.0.0/8 and <c>10/8</c> as 0.0.0.0/8, and drops the bits beyond a prefix.
    /// </remarks>
    private static IPNetwork? ReadNetwork(string address, string length)
    {
        if (!IPNetwork.TryParse($"{address}/{length}", out var network) || !network.BaseAddress.Equals(IPAddress.Parse(address)))
            return null;
        return network.BaseAddress.AddressFamily == AddressFamily.InterNetwork && network.BaseAddress.ToString() != address
            ? null
            : network;
    }

    [GeneratedRegex(
        """
            ^(?: (?<address>[0-9.]+)/(?<length>[0-9]{1,2})
               | (?<address>[0-9A-Fa-f:.]+:[0-9A-Fa-f:.]*)/(?<length>[0-9]{1,3})
               | \[(?<address>[0-9A-Fa-f:.]+:[0-9A-Fa-f:.]*)\]/(?<length>[0-9]{1,3})
               | \[(?<address>[0-9A-Fa-f:.]+:[0-9A-Fa-f:.]*)/(?<length>[0-9]{1,3})\] )
             (?: :(?<port>[0-9]{1,5}))?\z
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
