using System.Collections.Concurrent;

namespace RetailPulse.Grains.Images.Hashing;

/// <summary>The keys under which content is hashed, one for each tenant, all derived from the installation's secret.</summary>
internal sealed class ContentKeys(InstallationSecret secret) : IDisposable
{
    private readonly ConcurrentDictionary<string, ContentKey> keys = new(StringComparer.Ordinal);

    /// <summary>Returns the key of a tenant, which lives as long as this object. Tenants are configured, so there are few.</summary>
    public ContentKey Of(string tenant) => keys.GetOrAdd(tenant, owner => new ContentKey(secret, owner));

    public void Dispose()
    {
        foreach (var key in keys.Values) key.Dispose();
    }
}
