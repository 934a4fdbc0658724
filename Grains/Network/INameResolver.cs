using System.Net;
using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Network;

/// <summary>Finds the addresses of a name.</summary>
internal interface INameResolver
{
    /// <summary>All addresses of <paramref name="host"/>, in the order in which to try them.</summary>
    /// <param name="owner">On whose behalf the name is looked up: owners share what looks names up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address, or nobody answers for it.</exception>
    Task<IPAddress[]> ResolveAsync(string host, Owner owner, CancellationToken cancellationToken);
}
