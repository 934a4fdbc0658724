using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Runs on the silo that receives the call, because all silos read the same ledger.</summary>
[StatelessWorker, Reentrant]
internal sealed class EventListGrain(IJobQueries ledger) : Grain, IEventListGrain
{
    /// <summary>Maximum number of events of jobs, and of failures, that a page examines.</summary>
    private const int PageSize = 1_000;

    public async Task<JobEventPage> ReadAsync(EventCursor? after, ImmutableArray<string> tenants)
    {
        await using var snapshot = await ledger.OpenSnapshotAsync(CancellationToken.None);
        var (events, next, more, lost) = await snapshot.ReadEventsAsync(after, tenants, PageSize, CancellationToken.None);
        var images = await snapshot.ReadImagesAsync(
            [.. events.Where(found => found.Failure is not null).Select(PlaceOf).Distinct()],
            CancellationToken.None
        );
        return new JobEventPage(
            [
                .. events.Select(found =>
                    found.Failure is null
                        ? found.Event
                        : found.Event with
                        {
                            Image = images[PlaceOf(found)] with { Result = found.Failure },
                        }
                ),
            ],
            next,
            more,
            lost
        );
    }

    public async Task<ImmutableArray<OngoingJob>> ReadOngoingAsync(ImmutableArray<string> tenants, long after, int limit) =>
        [.. await ledger.ReadOngoingAsync(tenants, after, limit, CancellationToken.None)];

    private static PlaceInJob PlaceOf(LedgerEvent found) => new(found.Event.JobId, found.Place);
}
