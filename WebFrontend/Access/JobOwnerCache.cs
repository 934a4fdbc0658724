using System.Collections.Concurrent;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Caches the tenant that owns each job, which never changes. Holds at most 100,000 jobs, in two generations.</summary>
internal sealed class JobOwnerCache(JobReferences references, ClusterCall cluster)
{
    /// <summary>Number of jobs per generation. With ids and nodes, a generation takes about 6 MB.</summary>
    internal const int Generation = 50_000;

    private ConcurrentDictionary<long, string> young = new();
    private ConcurrentDictionary<long, string> old = new();
    private int added;

    /// <summary>
    /// Returns whether a job exists for a caller. A caller without a tenant scope may access every job, without a query.
    /// </summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public ValueTask<bool> AllowsAsync(Caller caller, long jobId)
    {
        if (caller.Scope is not { } scope)
            return ValueTask.FromResult(true);
        return Recall(jobId) is { } owner ? ValueTask.FromResult(owner == scope) : AskAsync(scope, jobId);
    }

    public void Remember(long jobId, string tenant)
    {
        if (!young.TryAdd(jobId, tenant) || Interlocked.Increment(ref added) % Generation != 0)
            return;
        old = young;
        young = new ConcurrentDictionary<long, string>();
    }

    /// <summary>Number of jobs whose owners are known.</summary>
    internal int Count => young.Count + old.Count;

    /// <summary>Forgets all jobs, as after a restart.</summary>
    internal void Clear() => (young, old) = ([], []);

    private string? Recall(long jobId)
    {
        if (young.TryGetValue(jobId, out var owner))
            return owner;
        if (old.TryGetValue(jobId, out owner))
            Remember(jobId, owner);
        return owner;
    }

    private async ValueTask<bool> AskAsync(string scope, long jobId)
    {
        var tenant = await cluster.CallAsync(() => references.Job(jobId).GetTenantAsync().AsTask(), CallBudgets.Job);
        if (tenant is not null)
            Remember(jobId, tenant);
        return tenant == scope;
    }
}
