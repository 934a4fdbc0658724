namespace RetailPulse.Grains.Jobs;

/// <summary>Keeps the information about waiting images up to date while a client watches the job.</summary>
/// <remarks>
/// Visits report only when images get results or when all of their images wait, so what images wait for changes without a report. While a
/// client reads the job's details, the job polls its visits in turn.
/// </remarks>
internal sealed class VisitPoll(IJobVisits visits, TimeProvider time)
{
    /// <summary>
    /// Maximum number of visits per poll. Most jobs have fewer in flight, and a sample of a larger job is representative.
    /// </summary>
    private const int BatchSize = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    private Task poll = Task.CompletedTask;
    private long? begunAt;

    /// <summary>
    /// Polls visits unless the last poll was less than a second ago, and waits for it, but not for a visit whose silo hangs.
    /// </summary>
    public async Task RunAsync(VisitWindow window)
    {
        if (poll.IsCompleted && (begunAt is not { } last || time.GetElapsedTime(last) >= Interval))
        {
            begunAt = time.GetTimestamp();
            poll = Task.WhenAll(window.NextInTurn(BatchSize).Select(visit => ReadAsync(window, visit)));
        }

        await poll.WaitAsync(Timeout, time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task ReadAsync(VisitWindow window, int visit)
    {
        // The visit itself delivers its final report.
        if (await visits.ReadProgressAsync(visit) is { Finished: false } report)
            window.Record(report);
    }
}
