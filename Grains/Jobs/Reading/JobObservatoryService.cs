using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reports the progress of this silo's jobs to the other silos.</summary>
[Reentrant]
internal sealed class JobObservatoryService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, JobRuns runs)
    : GrainService(id, silo, loggers),
        IJobObservatoryService
{
    public Task<ImmutableArray<JobProgress>> ReadAsync(ImmutableArray<long> jobs) =>
        Task.FromResult<ImmutableArray<JobProgress>>([.. jobs.Select(runs.FindProgress).OfType<JobProgress>()]);
}
