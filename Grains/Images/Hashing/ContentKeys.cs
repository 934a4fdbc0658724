using System.Collections.Concurrent;

namespace RetailPulse.Grains.Images.Hashing;

/// <summary>The keys for content hashes, one per tenant, all derived from the installation's secret.</summary>
internal sealed class ContentKeys(InstallationSecret secret) : IDisposable
{
    private readonly ConcurrentDictionary<string, ContentKey> keys = new(StringComparer.Ordinal);

    /// <summary>Returns the key of a tenant. Keys live as long as this object; tenants are configured, so there are few.</summary>
    public ContentKey Of(string tenant) => keys.GetOrAdd(tenant, owner => new ContentKey(secret, owner));

    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }
}
