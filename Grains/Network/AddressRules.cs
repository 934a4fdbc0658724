using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Grains.Network;

/// <summary>Decides which addresses URLs of clients may lead to: only globally routable unicast addresses.</summary>
/// <remarks>
/// The rules follow the IANA special-purpose address registries (RFC 6890 and its updates). Addresses that they do not mark as globally
/// reachable are refused, and so are addresses that contain another one, which the network may translate to a private one.
/// </remarks>
internal static class AddressRules
{
    private static readonly IPNetwork[] SpecialIPv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // "this network" and the unspecified address, RFC 791
        IPNetwork.Parse("10.0.0.0/8"), // private, RFC 1918
        IPNetwork.Parse("100.64.0.0/10"), // shared by carriers, RFC 6598; metadata at 100.100.100.200
        IPNetwork.Parse("127.0.0.0/8"), // loopback, RFC 1122
        IPNetwork.Parse("168.63.129.16/32"), // a public address that Azure serves from inside the host
        IPNetwork.Parse("169.254.0.0/16"), // link-local, RFC 3927; metadata at 169.254.169.254
        IPNetwork.Parse("172.16.0.0/12"), // private, RFC 1918
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments, RFC 6890; the two reachable ones are anycast to the nearest device
        IPNetwork.Parse("192.0.2.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays, RFC 7526
        IPNetwork.Parse("192.168.0.0/16"), // private, RFC 1918
        IPNetwork.Parse("198.18.0.0/15"), // benchmarking, RFC 2544
        IPNetwork.Parse("198.51.100.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("203.0.113.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("224.0.0.0/4"), // multicast, RFC 5771
        IPNetwork.Parse("240.0.0.0/4"), // reserved, RFC 1112, with the broadcast address
    ];

    /// <summary>The addresses that IANA has assigned as global unicast, RFC 4291.</summary>
    /// <remarks>
    /// Outside of it are loopback, the IPv4-mapped and -compatible forms, NAT64 (RFC 6052, RFC 8215), unique local (metadata at
    /// fd00:ec2::254), link-local, site-local and multicast addresses.
    /// </remarks>
    private static readonly IPNetwork GlobalUnicastIPv6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialIPv6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments, RFC 2928: Teredo, benchmarking, ORCHID
        IPNetwork.Parse("2001:db8::/32"), // documentation, RFC 3849
        IPNetwork.Parse("2002::/16"), // 6to4, RFC 3056
        IPNetwork.Parse("3ffe::/16"), // the former 6bone, RFC 3701
        IPNetwork.Parse("3fff::/20"), // documentation, RFC 9637
    ];

    public static bool IsGloballyRoutable(IPAddress address) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Among(SpecialIPv4, address),
            AddressFamily.InterNetworkV6 => GlobalUnicastIPv6.Covers(address)
                && !Among(SpecialIPv6, address)
                && !IsIsatap(address)
                && !HasZone(address),
            _ => false,
        };

    private static bool Among(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Covers(address));

    /// <summary>Returns whether the address has a zone (RFC 4007), which has no meaning for a global address.</summary>
    /// <remarks>The system ignores it when it connects, but with it, an address differs from the same one of an interface.</remarks>
    private static bool HasZone(IPAddress address) => address.ScopeId != 0;

    /// <summary>
    /// Returns whether the address has, after any prefix, the interface identifier <c>0000:5efe</c> or <c>0200:5efe</c> and an IPv4 address
    /// (RFC 5214, section 6.1).
    /// </summary>
    private static bool IsIsatap(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _) && bytes[8] is 0 or 2 && bytes[9..12].SequenceEqual((ReadOnlySpan<byte>)[0, 0x5e, 0xfe]);
    }
}
