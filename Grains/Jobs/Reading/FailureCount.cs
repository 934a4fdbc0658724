using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Caches the counts of a job's failures.</summary>
/// <remarks>
/// Counting reads every failure, and clients that watch a job ask every second. While the job runs, counting takes at most one twentieth of
/// the time.
/// </remarks>
internal sealed class FailureCount(TimeProvider time)
{
    private const int Share = 20;

    private (RunOfJob Run, long Failed)? counted;
    private JobFailures last = JobFailures.None;
    private long freshUntil;
    private Task<JobFailures>? counting;

    /// <param name="run">Run of the job that the number belongs to.</param>
    /// <param name="failed">Number of failed images that the job's grain reported.</param>
    /// <param name="ended">Whether the job has ended, so that the number is final.</param>
    public Task<JobFailures> GetAsync(RunOfJob run, long failed, bool ended, Func<Task<JobFailures>> count)
    {
        if (counted == (run, failed) || (!ended && counted?.Run == run && time.GetTimestamp() < freshUntil))
            return Task.FromResult(last);
        return counting is { IsCompleted: false }
            ? AwaitAsync(counting, run, failed, ended, count)
            : counting = CountAsync(run, failed, count);
    }

    /// <summary>
    /// Waits for the count in progress, then checks whether it is recent enough. It counts towards the time spent on counting.
    /// </summary>
    private async Task<JobFailures> AwaitAsync(
        Task<JobFailures> current,
        RunOfJob run,
        long failed,
        bool ended,
        Func<Task<JobFailures>> count
    )
    {
        await ((Task)current).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await GetAsync(run, failed, ended, count);
    }

    private async Task<JobFailures> CountAsync(RunOfJob run, long failed, Func<Task<JobFailures>> count)
    {
        var started = time.GetTimestamp();
        last = await count();
        counted = (run, failed);
        freshUntil = time.GetTimestamp() + (Share * (time.GetTimestamp() - started));
        return last;
    }
}
