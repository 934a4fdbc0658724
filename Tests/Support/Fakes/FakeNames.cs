using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Network;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Resolves names as configured, and counts the lookups.</summary>
internal sealed class FakeNames : INameResolver
{
    private readonly ConcurrentDictionary<string, int> asked = [];

    /// <summary>The addresses for a name and the number of the question for it, from 1; none when the name does not exist.</summary>
    public Func<string, int, string[]> Answer { get; set; } = (_, _) => [];

    public int Asked(string host) => asked.GetValueOrDefault(host);

    public Task<IPAddress[]> ResolveAsync(string host, Owner owner, CancellationToken cancellationToken)
    {
        var addresses = Answer(host, asked.AddOrUpdate(host, 1, (_, times) => times + 1));
        return addresses.Length > 0
            ? Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)])
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }
}
