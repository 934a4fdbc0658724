using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Visits;

/// <summary>Reads visits for any caller, on the silo that receives the call.</summary>
[StatelessWorker(1), Reentrant]
internal sealed class VisitListGrain(IVisitQueries ledger) : Grain, IVisitListGrain
{
    public async Task<StoreTimeline> ReadTimelineAsync(string storeId, VisitPlace? before, int limit, string? tenant) =>
        new(
            [.. await ledger.ReadTimelineAsync(storeId, tenant, before, limit, CancellationToken.None)],
            await ledger.FindLastGoodImageAsync(storeId, tenant, CancellationToken.None)
        );

    public async Task<ImmutableArray<Measurement>> ReadMeasurementsAsync(MeasurementQuery query)
    {
        var found = ImmutableArray.CreateBuilder<Measurement>();
        foreach (var store in await FindVisitedAsync(query))
        {
            if (found.Count == query.Limit)
                break;
            var after = query.After?.StoreId == store ? query.After : null;
            found.AddRange(
                await ledger.ReadMeasurementsAsync(
                    store,
                    query.Tenant,
                    query.Period,
                    after,
                    query.Limit - found.Count,
                    CancellationToken.None
                )
            );
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// Selects the stores that were visited in the period, in one query: most stores of a large master may have no visits then.
    /// </summary>
    private async Task<IEnumerable<string>> FindVisitedAsync(MeasurementQuery query)
    {
        string[] left = [.. query.Stores.Where(store => string.CompareOrdinal(store, query.After?.StoreId) >= 0)];
        var visited = (await ledger.FindVisitedAsync(left, query.Period, CancellationToken.None)).ToHashSet(StringComparer.Ordinal);
        return left.Where(visited.Contains);
    }
}
