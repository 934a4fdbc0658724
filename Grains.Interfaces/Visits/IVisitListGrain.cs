using System.Collections.Immutable;

namespace RetailPulse.Visits;

/// <summary>Lists the visits of stores, of whatever jobs, as the ledger has them. Any silo does. Key: 0.</summary>
[Alias("visit-list"), Version(1)]
public interface IVisitListGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The newest <paramref name="limit"/> (1 to 1,001) visits of a store that come before <paramref name="before"/>, and the store's last measured
    /// image. Visits whose time is no date are the oldest.
    /// </summary>
    /// <param name="before"><see langword="null"/>: from the newest.</param>
    /// <param name="tenant">Of whose jobs; <see langword="null"/>: of all.</param>
    /// <remarks>10 s: of visits with very many images the ledger has much to read.</remarks>
    [Alias("timeline"), ResponseTimeout("00:00:10")]
    Task<StoreTimeline> ReadTimelineAsync(string storeId, VisitPlace? before, int limit, string? tenant);

    /// <summary>Measured images of the visits of some stores: as many as the query lets through, or <see cref="MeasurementQuery.Limit"/>.</summary>
    /// <remarks>5 s, although it may ask the ledger once for each store: an answer takes milliseconds.</remarks>
    [Alias("measurements"), ResponseTimeout("00:00:05")]
    Task<ImmutableArray<Measurement>> ReadMeasurementsAsync(MeasurementQuery query);
}
