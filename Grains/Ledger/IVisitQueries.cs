using RetailPulse.Visits;

namespace RetailPulse.Grains.Ledger;

/// <summary>
/// Reads the visits of stores for clients. The latest result of each image counts. Without a tenant, all tenants' jobs are included.
/// </summary>
internal interface IVisitQueries
{
    /// <summary>
    /// Returns the newest <paramref name="limit"/> visits of a store before <paramref name="before"/>. Visits without a date are the
    /// oldest.
    /// </summary>
    Task<IReadOnlyList<VisitSummary>> ReadTimelineAsync(
        string storeId,
        string? tenant,
        VisitPlace? before,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Returns the last measured image of the store's newest visit that has one.</summary>
    Task<GoodImage?> FindLastGoodImageAsync(string storeId, string? tenant, CancellationToken cancellationToken);

    /// <summary>Returns those of the stores that have visits in the period, of any tenant.</summary>
    Task<IReadOnlyList<string>> FindVisitedAsync(
        IReadOnlyCollection<string> storeIds,
        VisitPeriod period,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Returns at most <paramref name="limit"/> measured images of one store after <paramref name="after"/>, ordered by visit and image
    /// number.
    /// </summary>
    Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        string storeId,
        string? tenant,
        VisitPeriod period,
        Measurement? after,
        int limit,
        CancellationToken cancellationToken
    );
}
