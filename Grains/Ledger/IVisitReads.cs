using RetailPulse.Visits;

namespace RetailPulse.Grains.Ledger;

/// <summary>What people ask of the visits of stores. Of an image's results the latest counts. Without a tenant, visits of all tenants' jobs are meant.</summary>
internal interface IVisitReads
{
    /// <summary>The newest <paramref name="limit"/> visits of a store before <paramref name="before"/>; those without a date are the oldest.</summary>
    Task<IReadOnlyList<VisitSummary>> ReadTimelineAsync(string storeId, string? tenant, VisitPlace? before, int limit, CancellationToken cancellationToken);

    /// <summary>The last measured image of a store's newest visit that has one.</summary>
    Task<GoodImage?> FindLastGoodImageAsync(string storeId, string? tenant, CancellationToken cancellationToken);

    /// <summary>Which of the stores have visits in the period, of whatever tenant.</summary>
    Task<IReadOnlyList<string>> FindVisitedAsync(IReadOnlyCollection<string> storeIds, VisitPeriod period, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="limit"/> measured images of one store behind <paramref name="after"/>, in order of their visits and numbers.</summary>
    Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        string storeId, string? tenant, VisitPeriod period, Measurement? after, int limit, CancellationToken cancellationToken);
}
