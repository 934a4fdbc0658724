using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>
/// Remembers how a job's failures were counted last. To count them reads them all, and who watches a job asks every second: while it runs, counting
/// takes a twentieth of the time at most.
/// </summary>
internal sealed class FailureCount(TimeProvider time)
{
    private const int Share = 20;

    private long counted = -1;
    private JobFailures last = JobFailures.None;
    private long freshUntil;
    private Task<JobFailures>? counting;

    /// <param name="failed">How many images of the job had failed, as far as its grain knew.</param>
    /// <param name="ended">They will not become more.</param>
    public Task<JobFailures> GetAsync(long failed, bool ended, Func<Task<JobFailures>> count)
    {
        if (failed == counted || (!ended && counted >= 0 && time.GetTimestamp() < freshUntil)) return Task.FromResult(last);
        return counting is { IsCompleted: false } ? AwaitAsync(counting, failed, ended, count) : counting = CountAsync(failed, count);
    }

    /// <summary>What is being counted may be too old already; it counts towards the time that is spent on it.</summary>
    private async Task<JobFailures> AwaitAsync(Task<JobFailures> current, long failed, bool ended, Func<Task<JobFailures>> count)
    {
        await ((Task)current).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await GetAsync(failed, ended, count);
    }

    private async Task<JobFailures> CountAsync(long failed, Func<Task<JobFailures>> count)
    {
        var started = time.GetTimestamp();
        last = await count();
        counted = failed;
        freshUntil = time.GetTimestamp() + (Share * (time.GetTimestamp() - started));
        return last;
    }
}
