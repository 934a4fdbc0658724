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
    /// <param name="job">An ongoing job.</param>
    public JobRun Begin(long jobId, Job job) =>
        new(jobId, job, ledger, new JobVisits(jobId, references, logger, shutdown.NoNewWork), budget.Join(job.Tenant), time);
}
