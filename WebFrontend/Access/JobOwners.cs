using System.Collections.Concurrent;
using RetailPulse.Jobs;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web.Access;

/// <summary>
/// Whose jobs are. That never changes, so it is remembered: of the last jobs asked for, up to two generations of them.
/// </summary>
internal sealed class JobOwners(JobReferences references, ClusterCall cluster)
{
    /// <summary>Jobs of one generation: with their ids and nodes, some 6 MB.</summary>
    internal const int Generation = 50_000;

    private static readonly Patience Patience = new(Attempt: TimeSpan.FromSeconds(1), Whole: TimeSpan.FromSeconds(2));

    private ConcurrentDictionary<long, string> young = new();
    private ConcurrentDictionary<long, string> old = new();
    private int added;

    /// <summary>Whether a job is there for a caller; <see langword="null"/> when the cluster does not answer. Without tenants nothing is asked, and every job is.</summary>
    public ValueTask<bool?> AllowsAsync(Caller caller, long jobId)
    {
        if (caller.Scope is not { } scope) return ValueTask.FromResult<bool?>(true);
        return Recall(jobId) is { } owner ? ValueTask.FromResult<bool?>(owner == scope) : AskAsync(scope, jobId);
    }

    public void Remember(long jobId, string tenant)
    {
        if (!young.TryAdd(jobId, tenant) || Interlocked.Increment(ref added) % Generation != 0) return;
        old = young;
        young = new ConcurrentDictionary<long, string>();
    }

    private string? Recall(long jobId)
    {
        if (young.TryGetValue(jobId, out var owner)) return owner;
        if (old.TryGetValue(jobId, out owner)) Remember(jobId, owner);
        return owner;
    }

    private async ValueTask<bool?> AskAsync(string scope, long jobId)
    {
        var (answered, tenant) = await cluster.TryAsync(() => references.Job(jobId).GetTenantAsync().AsTask(), Patience);
        if (!answered) return null;
        if (tenant is not null) Remember(jobId, tenant);
        return tenant == scope;
    }
}
