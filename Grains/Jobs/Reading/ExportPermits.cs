using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>The limit on concurrent exports of a silo, shared fairly among tenants: one tenant runs at most six.</summary>
/// <remarks>Each export holds a connection and a snapshot while its client reads, and the work needs connections too.</remarks>
internal sealed class ExportPermits
{
    private const int MaxExports = 8;

    private readonly FairPermits permits = new(MaxExports, reserve: true);

    /// <summary>Acquires a permit for an export of one of the tenant's jobs. The caller disposes it exactly once.</summary>
    /// <exception cref="StorageUnavailableException">The tenant may not start another export now. The client can retry later.</exception>
    public FairPermits.Permit Acquire(Owner owner) =>
        permits.TryAcquire(owner)
        ?? throw new StorageUnavailableException("This silo has reached its limit of exports, in all or for one tenant.");
}
