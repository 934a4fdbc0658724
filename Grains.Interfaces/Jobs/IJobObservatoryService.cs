using System.Collections.Immutable;
using Orleans.Services;

namespace RetailPulse.Jobs;

/// <summary>Reports the progress of the jobs that one silo runs. Every silo runs one; callers address it by silo.</summary>
[Alias("job-observatory"), Version(1)]
public interface IJobObservatoryService : IGrainService
{
    /// <summary>Returns the progress of those of the <paramref name="jobs"/> that run on the silo.</summary>
    /// <remarks>Timeout 1 s: it only reads memory, and a silo that hangs must not delay the others.</remarks>
    [Alias("read"), ResponseTimeout("00:00:01")]
    Task<ImmutableArray<JobProgress>> ReadAsync(ImmutableArray<long> jobs);
}

/// <summary>The progress of an ongoing job, at most some seconds old.</summary>
/// <param name="Rate">Finished images per second, over the last 30 s; <see langword="null"/> if unknown.</param>
[GenerateSerializer, Immutable, Alias("job-progress")]
public sealed record JobProgress([property: Id(0)] long JobId, [property: Id(1)] JobCounts Counts, [property: Id(2)] double? Rate)
{
    /// <summary>
    /// Returns counts of the ledger, which are exact, with what the images without a result do at the moment, which only the silo knows.
    /// </summary>
    public JobCounts Apply(JobCounts recorded)
    {
        var unfinished = recorded.Total - recorded.Measured - recorded.Failed;
        return recorded with
        {
            Running = Math.Min(Counts.Running, unfinished),
            NotBegun = Counts.NotBegun,
            Waiting = Counts.Waiting,
            Waits = Counts.Waits,
        };
    }
}
