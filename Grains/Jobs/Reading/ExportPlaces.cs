using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>
/// The exports that a silo runs at once, shared fairly among tenants: one tenant holds six places at most. Each export holds a connection and a snapshot
/// for as long as its client reads, and the work needs connections too.
/// </summary>
internal sealed class ExportPlaces
{
    private const int Most = 8;

    private readonly FairPermits places = new(Most, reserve: true);

    /// <summary>Takes a place for an export of one of the tenant's jobs. The caller disposes it exactly once.</summary>
    /// <exception cref="StorageUnavailableException">All places that the tenant may have are taken; the export can be repeated later.</exception>
    public FairPermits.Permit Take(Owner owner) =>
        places.TryAcquire(owner) ?? throw new StorageUnavailableException("This silo has reached its limit of exports, in all or for one tenant.");
}
