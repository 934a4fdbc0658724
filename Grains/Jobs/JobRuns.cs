using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Begins the runs of jobs on this silo.</summary>
internal sealed class JobRuns(
    ILedger ledger,
    JobReferences references,
    InFlightBudget budget,
    SiloShutdown shutdown,
    TimeProvider time,
    ILogger<JobVisits> logger
)
{
    private readonly ConcurrentDictionary<long, JobRun> running = [];

    /// <param name="job">An ongoing job.</param>
    public JobRun Begin(long jobId, Job job)
    {
        var visits = new JobVisits(jobId, references, logger, shutdown.NoNewWork);
        var run = new JobRun(jobId, job, ledger, visits, budget.Join(job.Tenant), time);
        running[jobId] = run;
        run.Disposed += () => running.TryRemove(new(jobId, run));
        return run;
    }

    /// <summary>Returns the progress of a job; <see langword="null"/> if it does not run on this silo. Thread-safe.</summary>
    public JobProgress? FindProgress(long jobId) => running.TryGetValue(jobId, out var run) ? run.Progress : null;
}
