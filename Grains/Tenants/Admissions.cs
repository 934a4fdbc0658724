using RetailPulse.Grains.Ledger;
using RetailPulse.Tenants;

namespace RetailPulse.Grains.Tenants;

/// <summary>Jobs that were admitted but do not appear in the ledger yet.</summary>
/// <remarks>
/// Everything else is counted from the ledger, so no quota can leak: an admission whose job never appears expires, and a crash loses only
/// the admissions of a few seconds.
/// </remarks>
internal sealed class Admissions
{
    /// <summary>Time after which an admission expires. Longer than any submission is retried.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, (long Images, DateTimeOffset At)> pending = [];

    public IReadOnlyCollection<long> Jobs => pending.Keys;

    /// <param name="use">The tenant's use, read after <see cref="Jobs"/>.</param>
    /// <returns>The quota that the job exceeds; <see langword="null"/> if it is admitted.</returns>
    public QuotaExcess? Admit(long jobId, long images, TenantUse use, TenantQuota quota, DateTimeOffset now)
    {
        var inProgress = Use(use, now);
        if (pending.ContainsKey(jobId) || use.Recorded.Contains(jobId))
            return null;
        var excess =
            Excess(QuotaKind.Jobs, quota.MaxJobs, inProgress.Jobs, 1)
            ?? Excess(QuotaKind.Images, quota.MaxImages, inProgress.Images, images);
        if (excess is null)
            pending[jobId] = (images, now);
        return excess;
    }

    /// <summary>Returns the tenant's use, including jobs that were admitted but do not appear in the ledger yet.</summary>
    /// <param name="use">The tenant's use, read after <see cref="Jobs"/>.</param>
    public QuotaUse Use(TenantUse use, DateTimeOffset now)
    {
        Forget(use, now);
        return new QuotaUse(use.Jobs + pending.Count, use.Images + pending.Values.Sum(job => job.Images));
    }

    private static QuotaExcess? Excess(QuotaKind kind, long? limit, long use, long wanted) =>
        limit is { } most && use + wanted > most ? new QuotaExcess(kind, most, use, wanted) : null;

    private void Forget(TenantUse use, DateTimeOffset now)
    {
        foreach (var (job, admission) in pending.ToArray())
        {
            if (now - admission.At > Lifetime || use.Recorded.Contains(job))
                pending.Remove(job);
        }
    }
}
