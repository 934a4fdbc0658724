using System.Collections.Concurrent;
using RetailPulse.Installation;

namespace RetailPulse.WebFrontend.Cluster;

/// <summary>The seals of the installation, which all front ends share. Each is read from the cluster once.</summary>
internal sealed class Seals(IGrainFactory grains, ClusterCall cluster)
{
    private readonly ConcurrentDictionary<KeyPurpose, Seal> read = new();

    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async ValueTask<Seal> OfAsync(KeyPurpose purpose) =>
        read.TryGetValue(purpose, out var known)
            ? known
            : read.GetOrAdd(
                purpose,
                new Seal(await cluster.CallAsync(() => grains.GetGrain<IInstallationGrain>(0).GetKeyAsync(purpose), CallBudgets.Page))
            );
}
