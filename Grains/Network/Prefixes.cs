using System.Net;

namespace RetailPulse.Grains.Network;

/// <summary>Compares addresses with the prefixes of networks.</summary>
internal static class Prefixes
{
    /// <summary>Returns whether an address begins with the prefix of a network.</summary>
    /// <remarks>
    /// <see cref="IPNetwork.Contains"/> of .NET 10.0 also finds the IPv4-mapped form of an address in an IPv4 network, and some of these
    /// forms in unrelated IPv6 networks, such as <c>::ffff:8.8.8.8</c> in <c>2000::/3</c>.
    /// </remarks>
    public static bool Covers(this IPNetwork network, IPAddress address)
    {
        if (address.AddressFamily != network.BaseAddress.AddressFamily)
            return false;
        Span<byte> asked = stackalloc byte[16];
        Span<byte> prefix = stackalloc byte[16];
        address.TryWriteBytes(asked, out _);
        network.BaseAddress.TryWriteBytes(prefix, out _);

        var (bytes, bits) = Math.DivRem(network.PrefixLength, 8);
        return asked[..bytes].SequenceEqual(prefix[..bytes]) && (bits == 0 || (asked[bytes] ^ prefix[bytes]) >> (8 - bits) == 0);
    }
}
