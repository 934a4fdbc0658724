using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Jobs;

/// <summary>Looks up every visit of a job in the store master once, and records the images of unknown stores as failed.</summary>
internal sealed class StoreCheck(ILedger ledger, IGrainFactory grains, TimeProvider time)
{
    /// <summary>One reference for all jobs, because Orleans uses reflection to create each reference.</summary>
    private readonly Lazy<IStoreMasterGrain> master = new(() => grains.GetGrain<IStoreMasterGrain>(0));

    /// <summary>Number of visits per query.</summary>
    private const int BatchSize = 10_000;

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
            int[] refused = [.. visits.Where(visit => unknown.Contains(visit.StoreId)).Select(visit => visit.Visit)];
            if (refused.Length > 0)
                await ledger.RecordUnknownStoresAsync(jobId, refused, time.GetUtcNow(), cancellationToken);
            after = visits[^1].Visit;
        } while (visits.Count == BatchSize);
    }

    private async Task<HashSet<string>> FindUnknownAsync(IEnumerable<string> stores) =>
        [.. await master.Value.FindUnknownAsync([.. stores.Distinct(StringComparer.Ordinal)])];
}
