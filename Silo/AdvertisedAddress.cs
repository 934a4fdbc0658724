using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace RetailPulse.Silo;

/// <summary>Where others reach this silo. A container knows its name sooner than its address.</summary>
internal static class AdvertisedAddress
{
    /// <summary>
    /// The address that is configured, or the first one of the host name that is. IPv4 goes before IPv6, and either before loopback: many a
    /// machine calls itself 127.0.1.1 as well.
    /// </summary>
    /// <param name="lookUp">The addresses of a host name.</param>
    /// <exception cref="OptionsValidationException">The host name has no address; the message says what to change.</exception>
    public static IPAddress Resolve(string configured, Func<string, IPAddress[]> lookUp)
    {
        if (IPAddress.TryParse(configured, out var address)) return address;
        try
        {
            return lookUp(configured).OrderBy(IPAddress.IsLoopback).ThenBy(found => found.AddressFamily != AddressFamily.InterNetwork).First();
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or ArgumentException)
        {
            throw new OptionsValidationException(
                TopologyOptions.Section,
                typeof(TopologyOptions),
                [$"{TopologyOptions.Section}:{nameof(TopologyOptions.AdvertisedAddress)} is '{configured}', which has no address ({exception.Message}); give an IP address, or a host name that this machine can look up."]);
        }
    }
}
