using System.Net;
using System.Net.Sockets;

namespace RetailPulse.WebFrontend.Api;

/// <summary>
/// Identifies clients that each have a share: by an IPv4 address, or by the /64 network of an IPv6 address, which usually belongs to one
/// client.
/// </summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    public static IPAddress? Of(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            return address.MapToIPv4();
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
