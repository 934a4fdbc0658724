using System.Collections.Immutable;

namespace RetailPulse.Visits;

/// <summary>Lists the visits of stores across all jobs, from the ledger. Any silo can serve it. Key: 0.</summary>
[Alias("visit-list"), Version(1)]
public interface IVisitListGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns the newest <paramref name="limit"/> (1 to 1,001) visits of a store that come before <paramref name="before"/>, and the
    /// store's last measured image.
    /// </summary>
    /// <param name="before">Position of the last visit of the previous page; <see langword="null"/> for the newest visits.</param>
    /// <param name="tenant">Tenant whose jobs are included; <see langword="null"/> for all tenants.</param>
    /// <remarks>
    /// Visits whose time is not a date sort as the oldest. Timeout 10 s: visits with very many images make the ledger read many rows.
    /// </remarks>
    [Alias("timeline"), ResponseTimeout(ResponseTimeouts.LedgerScan)]
    Task<StoreTimeline> ReadTimelineAsync(string storeId, VisitPlace? before, int limit, string? tenant);

    /// <summary>Returns the measured images of some stores' visits, at most <see cref="MeasurementQuery.Limit"/>.</summary>
    /// <remarks>Timeout 5 s, although it may query the ledger once per store: a query takes milliseconds.</remarks>
    [Alias("measurements"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<ImmutableArray<Measurement>> ReadMeasurementsAsync(MeasurementQuery query);
}
