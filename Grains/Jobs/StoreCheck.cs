using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Grains.Throughput;
using RetailPulse.Jobs;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Jobs;

/// <summary>Looks up every visit of a job in the store master once, and records the images of unknown stores as failed.</summary>
internal sealed class StoreCheck(ILedger ledger, IGrainFactory grains, ResultCounter counter, ImageTelemetry telemetry, TimeProvider time)
{
    /// <summary>One reference for all jobs, because Orleans uses reflection to create each reference.</summary>
    private readonly Lazy<IStoreMasterGrain> master = new(() => grains.GetGrain<IStoreMasterGrain>(0));

    /// <summary>Number of visits per query.</summary>
    private const int BatchSize = 10_000;

    /// <summary>Number of images after which a write is full: it takes about a second, in which no other write may pass it.</summary>
    private const int WriteSize = 10_000;

    /// <summary>Time that a submission waits for the store master. Afterwards, the job is checked when it runs.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Returns whether the store master contains the stores of all visits of a small job. Returns <see langword="false"/> if it does not
    /// respond soon.
    /// </summary>
    public async Task<bool> KnowsAllAsync(IReadOnlyList<VisitSubmission> visits)
    {
        try
        {
            return (await FindUnknownAsync(visits.Select(visit => visit.StoreId)).WaitAsync(MaxWait, time)).Count == 0;
        }
        catch (Exception)
        {
            // A submission does not depend on the store master. The job repeats the check, and reports the problem.
            return false;
        }
    }

    /// <summary>
    /// Records the images of unknown stores as failed. Repeatable after a crash: existing results stay, even if the store master has
    /// changed.
    /// </summary>
    public async Task RecordUnknownAsync(long jobId, CancellationToken cancellationToken)
    {
        IReadOnlyList<PendingVisit> visits;
        var after = -1;
        do
        {
            visits = await ledger.ReadPendingVisitsAsync(jobId, after, BatchSize, cancellationToken);
            if (visits.Count == 0)
                return;
            var unknown = await FindUnknownAsync(visits.Select(visit => visit.StoreId));
            foreach (var refused in Divide(visits.Where(visit => unknown.Contains(visit.StoreId))))
                Count(await ledger.RecordUnknownStoresAsync(jobId, refused, time.GetUtcNow(), cancellationToken));
            after = visits[^1].Visit;
        } while (visits.Count == BatchSize);
    }

    private void Count(long images)
    {
        counter.CountFailed(images);
        telemetry.ImagesOfUnknownStores(images);
    }

    /// <summary>Divides visits into writes. A visit of very many images has several.</summary>
    private static IEnumerable<ImagesOfVisits> Divide(IEnumerable<PendingVisit> visits)
    {
        var (write, images) = (new List<int>(), 0L);
        foreach (var visit in visits)
        {
            for (var first = 0; visit.Images > WriteSize && first < visit.Images; first += WriteSize)
                yield return new ImagesOfVisits([visit.Visit], first, first + WriteSize - 1);
            if (visit.Images > WriteSize)
                continue;
            if (images + visit.Images > WriteSize)
            {
                yield return new ImagesOfVisits(write);
                (write, images) = ([], 0);
            }

            write.Add(visit.Visit);
            images += visit.Images;
        }

        if (write.Count > 0)
            yield return new ImagesOfVisits(write);
    }

    private async Task<HashSet<string>> FindUnknownAsync(IEnumerable<string> stores) =>
        [.. await master.Value.FindUnknownAsync([.. stores.Distinct(StringComparer.Ordinal)])];
}
