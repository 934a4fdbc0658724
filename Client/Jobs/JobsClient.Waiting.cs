namespace RetailPulse.Client;

/// <summary>Waiting for jobs.</summary>
public sealed partial class JobsClient
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Waits until a job ends, with any status. It polls at once and then at growing intervals of up to two seconds. While the
    /// service cannot be reached, it keeps retrying for <see cref="RetailPulseClientOptions.ReconnectFor"/>.
    /// </summary>
    /// <param name="id">Id of the job.</param>
    /// <param name="progress">Receives the job after each poll.</param>
    /// <param name="cancellationToken">Ends the wait. The job continues.</param>
    /// <returns>The job as it ended.</returns>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    /// <exception cref="RetailPulseException">The job does not exist, or the service could not be reached for too long.</exception>
    public async Task<Job> WaitForEndAsync(long id, IProgress<Job>? progress = null, CancellationToken cancellationToken = default)
    {
        var outage = new Outage(calls.Options);
        for (var pause = ShortestPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, LongestPause.Ticks)))
        {
            var job = await GetAsync(id, outage, cancellationToken).ConfigureAwait(false);
            progress?.Report(job);
            if (job.Status != JobStatus.Ongoing)
                return job;
            await Task.Delay(pause, calls.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Job> GetAsync(long id, Outage outage, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var job = await GetAsync(id, cancellationToken).ConfigureAwait(false);
                outage.End();
                return job;
            }
            catch (RetailPulseException failure)
            {
                await outage.WaitAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
