using RetailPulse.Grains.Ledger;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Some measured images, in order.</summary>
internal sealed class FakeVisitQueries(params Measurement[] measurements) : IVisitQueries
{
    /// <summary>How often measured images are answered; afterwards the storage is away.</summary>
    public int Answers { get; init; } = int.MaxValue;

    /// <summary>The stores whose measured images were asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public Task<IReadOnlyList<VisitSummary>> ReadTimelineAsync(
        string storeId,
        string? tenant,
        VisitPlace? before,
        int limit,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<VisitSummary>>([]);

    public Task<GoodImage?> FindLastGoodImageAsync(string storeId, string? tenant, CancellationToken cancellationToken) =>
        Task.FromResult<GoodImage?>(null);

    public Task<IReadOnlyList<string>> FindVisitedAsync(
        IReadOnlyCollection<string> storeIds,
        VisitPeriod period,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<string>>([.. measurements.Select(found => found.StoreId).Intersect(storeIds).Reverse()]);

    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        string storeId,
        string? tenant,
        VisitPeriod period,
        Measurement? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        Asked.Add(storeId);
        if (Asked.Count > Answers)
            throw new StorageUnavailableException("away");
        return Task.FromResult<IReadOnlyList<Measurement>>([
            .. measurements.Skip(Array.IndexOf(measurements, after) + 1).Where(found => found.StoreId == storeId).Take(limit),
        ]);
    }
}
