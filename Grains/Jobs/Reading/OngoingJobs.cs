using System.Collections.Immutable;
using RetailPulse.Grains.Cluster;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Queries all silos for the progress of jobs, with one call per silo.</summary>
internal sealed class OngoingJobs(ISiloStatusOracle silos, SiloServices<IJobObservatoryService> observatories)
{
    /// <summary>Returns the progress of the jobs that a silo runs and reports in time.</summary>
    public async Task<IReadOnlyDictionary<long, JobProgress>> ReadAsync(ImmutableArray<long> jobs)
    {
        var found = new Dictionary<long, JobProgress>();
        if (jobs.IsEmpty)
            return found;
        var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys;
        foreach (var progress in await Task.WhenAll(active.Select(silo => AskAsync(silo, jobs))))
        {
            foreach (var job in progress)
                found[job.JobId] = job;
        }

        return found;
    }

    private async Task<ImmutableArray<JobProgress>> AskAsync(SiloAddress silo, ImmutableArray<long> jobs)
    {
        try
        {
            return await observatories.Of(silo).ReadAsync(jobs);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return [];
        }
    }
}
