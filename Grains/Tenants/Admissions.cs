using RetailPulse.Grains.Ledger;
using RetailPulse.Tenants;

namespace RetailPulse.Grains.Tenants;

/// <summary>
/// Jobs that were admitted and that the ledger does not show yet. All else is counted from the ledger, so that nothing can go astray: an admission whose
/// job never came is forgotten, and a crash forgets those of a few seconds.
/// </summary>
internal sealed class Admissions
{
    /// <summary>Longer than any submission is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, (long Images, DateTimeOffset At)> pending = [];

    public IReadOnlyCollection<long> Jobs => pending.Keys;

    /// <param name="use">Read after <see cref="Jobs"/>.</param>
    /// <returns>What the job exceeds; <see langword="null"/> when it is admitted.</returns>
    public QuotaExcess? Admit(long jobId, long images, TenantUse use, TenantQuota quota, DateTimeOffset now)
    {
        Forget(use, now);
        if (pending.ContainsKey(jobId) || use.Recorded.Contains(jobId)) return null;
        var excess = Excess(QuotaKind.Jobs, quota.MaxJobs, use.Jobs + pending.Count, 1)
            ?? Excess(QuotaKind.Images, quota.MaxImages, use.Images + pending.Values.Sum(job => job.Images), images);
        if (excess is null) pending[jobId] = (images, now);
        return excess;
    }

    private static QuotaExcess? Excess(QuotaKind kind, long? limit, long use, long wanted) =>
        limit is { } most && use + wanted > most ? new QuotaExcess(kind, most, use, wanted) : null;

    private void Forget(TenantUse use, DateTimeOffset now)
    {
        foreach (var (job, admission) in pending.ToArray())
        {
            if (now - admission.At > Patience || use.Recorded.Contains(job)) pending.Remove(job);
        }
    }
}
