using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace RetailPulse.Silo.Cluster;

/// <summary>Resolves the address at which others reach this silo. A container knows its host name sooner than its address.</summary>
internal static class AdvertisedAddress
{
    /// <summary>Returns the configured address, or the best address of the configured host name.</summary>
    /// <remarks>
    /// IPv4 is preferred over IPv6, and either over loopback, because many machines also resolve their own name to 127.0.1.1.
    /// </remarks>
    /// <param name="lookUp">Returns the addresses of a host name.</param>
    /// <exception cref="OptionsValidationException">The host name has no address; the message says what to change.</exception>
    public static IPAddress Resolve(string configured, Func<string, IPAddress[]> lookUp)
    {
        if (IPAddress.TryParse(configured, out var address))
            return address;
        try
        {
            return lookUp(configured)
                .OrderBy(IPAddress.IsLoopback)
                .ThenBy(found => found.AddressFamily != AddressFamily.InterNetwork)
                .First();
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or ArgumentException)
        {
            throw new OptionsValidationException(
                TopologyOptions.Section,
                typeof(TopologyOptions),
                [
                    $"{TopologyOptions.Section}:{nameof(TopologyOptions.AdvertisedAddress)} is '{configured}', which has no address ({exception.Message}); give an IP address, or a host name that this machine can look up.",
                ]
            );
        }
    }
}
