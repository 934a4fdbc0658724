using System.Net;
using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Network;

/// <summary>Resolves host names.</summary>
internal interface INameResolver
{
    /// <summary>Returns all addresses of <paramref name="host"/>, in the order in which to try them.</summary>
    /// <param name="owner">Tenant and job for which the name is resolved. Owners share the resolver fairly.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address, or no name server responds.</exception>
    Task<IPAddress[]> ResolveAsync(string host, Owner owner, CancellationToken cancellationToken);
}
