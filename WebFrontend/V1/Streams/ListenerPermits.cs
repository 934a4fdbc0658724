using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Streams;

/// <summary>The permits of this front end's listeners, shared fairly among tenants. Each stream holds one.</summary>
internal sealed class ListenerPermits
{
    public const int MaxListeners = 10_000;

    private readonly FairLimit<string> permits = new(MaxListeners);

    /// <summary>Number of listeners.</summary>
    public int InUse => permits.InUse;

    /// <summary>Acquires a permit. Returns <see langword="false"/> if the tenant may not have another.</summary>
    public bool TryAcquire(string tenant) => permits.TryAcquire(tenant);

    public void Release(string tenant) => permits.Release(tenant);
}
