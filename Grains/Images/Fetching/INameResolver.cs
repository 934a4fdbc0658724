using System.Net;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Finds the addresses of a name.</summary>
internal interface INameResolver
{
    /// <summary>All addresses of <paramref name="host"/>, in the order in which to try them.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address, or nobody answers for it.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
